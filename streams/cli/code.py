"""``communique code``: from article to coded events in one process, with no broker."""

import asyncio
import errno
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from schemas import EventMention, RawArticle
    from streams.cli.articles import BadLine
    from streams.pipeline import InProcess
    from streams.settings import Settings

EXAMPLES = (
    "Examples: communique code story.txt --published-at 2026-03-04T09:05:00Z  |  communique code page.html --json  |  "
    "communique code --jsonl - < articles.jsonl > coded.jsonl"
)

LINES_AT_A_TIME = 256
"""Lines read ahead: enough for full batches in every parser process, few enough to bound memory."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(code)


def code(
    files: Annotated[list[str] | None, typer.Argument(help="Text or HTML files; - is standard input.")] = None,
    *,
    jsonl: Annotated[str | None, typer.Option(help="A file with one RawArticle a line; - is standard input.")] = None,
    source: Annotated[str | None, typer.Option(help="The publisher.")] = None,
    published_at: Annotated[str | None, typer.Option(help="When they appeared, RFC 3339.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One EventMention a line, not a table of events.")] = False,
) -> None:
    """Code articles here and now; the same events that the pipeline publishes.

    With --jsonl each line in gives one line out, in order: {"article_id": ..., "events": [EventMention, ...]}, with an
    "error" where an article could not be read or processed.
    """
    from streams.cli import common
    from streams.problems import UsageProblem

    chosen = common.settings()
    if bool(files) == bool(jsonl):
        raise UsageProblem("Name the files to code, or --jsonl FILE; not both; --help has examples.")
    if jsonl:
        _run_lines(chosen, jsonl)
    else:
        asyncio.run(_code_files(chosen, files or [], {"source": source, "published_at": published_at}, as_json=as_json))


async def _code_files(settings: "Settings", names: list[str], fields: dict[str, str | None], *, as_json: bool) -> None:
    from streams.cli import articles, common, tables
    from streams.pipeline import in_process

    found = [articles.from_file(name, fields, settings.max_raw_bytes) for name in names]
    one = settings.model_copy(update={"nlp_workers": 1})
    async with in_process(one if len(found) == 1 else settings) as pipeline:
        coded = await asyncio.gather(*(_mentions(pipeline, *pair) for pair in zip(names, found, strict=True)))
        mentions = [mention for some in coded for mention in some]
        if as_json:
            common.write_json(mentions)
        else:
            tables.show_events(common.console(), pipeline.events(mentions))


async def _mentions(pipeline: "InProcess", name: str, article: "RawArticle") -> "list[EventMention]":
    from agents.errors import Rejected
    from streams.problems import UnreadableInput

    try:
        return await pipeline.mentions(article)
    except Rejected as error:
        raise UnreadableInput(f"{name} cannot be coded: {error.reason}: {error}") from error


def _run_lines(settings: "Settings", name: str) -> None:
    try:
        asyncio.run(_code_lines(settings, name))
    except ExceptionGroup as errors:
        gone, others = errors.split(BrokenPipeError)
        if gone is None or others is not None:
            raise
        raise BrokenPipeError(errno.EPIPE, "nobody reads the output any more") from errors


async def _code_lines(settings: "Settings", name: str) -> None:
    """Code line by line, a bounded number at a time; each line's answer is written as soon as those before it are."""
    from streams.cli import articles
    from streams.pipeline import in_process

    bound = settings.max_raw_bytes
    batches = articles.from_lines(articles.line_batches(articles.open_lines(name), bound), bound)
    under_way: asyncio.Queue[asyncio.Task[dict[str, object]] | None] = asyncio.Queue(LINES_AT_A_TIME)
    async with in_process(settings) as pipeline, asyncio.TaskGroup() as group:
        group.create_task(_write_in_order(under_way))
        while (batch := await _next(batches)) is not None:
            for item in batch:
                await under_way.put(group.create_task(_line(pipeline, item)))
        await under_way.put(None)


async def _next(batches: "Iterator[list[RawArticle | BadLine]]") -> "list[RawArticle | BadLine] | None":
    """The next lines, read beside the event loop by a thread that does not hold up the end of the process."""
    from streams.bindings import call_in_thread

    return await call_in_thread(lambda lines: next(lines, None), batches)


async def _write_in_order(under_way: "asyncio.Queue[asyncio.Task[dict[str, object]] | None]") -> None:
    from streams.cli import common

    while (task := await under_way.get()) is not None:
        common.write_json([await task])


async def _line(pipeline: "InProcess", item: "RawArticle | BadLine") -> dict[str, object]:
    from agents.errors import Rejected
    from streams.cli.articles import BadLine

    if isinstance(item, BadLine):
        return {"article_id": item.article_id, "error": item.reason}
    try:
        mentions = await pipeline.mentions(item)
    except Rejected as error:
        return {"article_id": item.article_id, "events": [], "error": f"{error.reason}: {error}"}
    except TimeoutError:
        return {"article_id": item.article_id, "events": [], "error": "timeout: the article took too long"}
    except Exception as error:  # noqa: BLE001 - one article's failure is its own line, as it is a dead letter in Kafka
        return {"article_id": item.article_id, "events": [], "error": f"processing_error: {type(error).__name__}"}
    return {"article_id": item.article_id, "events": [mention.to_wire() for mention in mentions]}
