"""``communique publish``: articles from files or JSONL to the raw topic, each confirmed by the broker."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from schemas import RawArticle
    from streams.cli.articles import BadLine
    from streams.publisher import Publisher

EXAMPLES = (
    "Examples: communique publish story.html --source Northwire --published-at 2026-03-04T09:05:00Z  |  "
    "communique publish --jsonl articles.jsonl  |  fetch-news | communique publish --jsonl -"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(publish)


def publish(
    files: Annotated[list[str] | None, typer.Argument(help="Text or HTML files; - is standard input.")] = None,
    *,
    jsonl: Annotated[str | None, typer.Option(help="A file with one RawArticle a line; - is standard input.")] = None,
    source: Annotated[str | None, typer.Option(help="The publisher.")] = None,
    url: Annotated[str | None, typer.Option(help="Where the article stands.")] = None,
    title: Annotated[str | None, typer.Option(help="Its headline.")] = None,
    published_at: Annotated[str | None, typer.Option(help="When it appeared, RFC 3339: 2026-03-04T09:05:00Z.")] = None,
    content_type: Annotated[str | None, typer.Option(help="text/plain or text/html; else found out.")] = None,
    language: Annotated[str | None, typer.Option(help="BCP 47 tag, en for instance; else found out.")] = None,
) -> None:
    """Publish articles to the pipeline; done when the broker has confirmed them all."""
    from streams.problems import UsageProblem

    fields: dict[str, Any] = {
        "source": source, "url": url, "title": title, "published_at": published_at, "content_type": content_type,
        "language": language,
    }  # fmt: skip
    if bool(files) == bool(jsonl):
        raise UsageProblem(
            "Name the files to publish, or --jsonl FILE; not both. `communique publish --help` has examples."
        )
    if jsonl and any(fields.values()):
        raise UsageProblem("--source, --url and the like go with files; a line of JSONL carries its own fields.")
    if url and len(files or ()) > 1:
        raise UsageProblem("--url names one article: publish the files one by one.")
    _publish(files or [], jsonl, fields)


def _publish(files: list[str], jsonl: str | None, fields: dict[str, Any]) -> None:
    from streams import kafka
    from streams.cli import articles, common
    from streams.publisher import Publisher
    from streams.running import broker_address

    chosen = common.settings()
    bound = chosen.max_raw_bytes
    found = [articles.from_file(name, fields, bound) for name in files]
    batches = articles.line_batches(articles.open_lines(jsonl), bound) if jsonl else iter(())
    bad = 0
    with kafka.producer(broker_address(chosen)) as client, common.notes().status("publishing") as status:
        publisher = Publisher(client, on_progress=lambda count: status.update(f"{count} articles confirmed"))
        for article in found:
            publisher.send(article)
        for batch in articles.from_lines(batches, bound):
            bad += _send(publisher, batch)
        confirmed = publisher.finish()
    common.console().print(f"{confirmed} article{'' if confirmed == 1 else 's'} published")
    _refuse(bad, jsonl)


def _send(publisher: "Publisher", batch: "Iterable[RawArticle | BadLine]") -> int:
    """Send the articles and report the lines that are none; gives the number of those."""
    from streams.cli import fail
    from streams.cli.articles import BadLine

    bad = 0
    for item in batch:
        if isinstance(item, BadLine):
            bad += 1
            fail(f"line {item.number}: {item.reason}")
        else:
            publisher.send(item)
    return bad


def _refuse(bad: int, jsonl: str | None) -> None:
    from streams.problems import BadRecord

    if bad:
        message = f"{bad} line{'' if bad == 1 else 's'} of {jsonl} could not be read as an article"
        raise BadRecord(f"{message}; the others were published.")
