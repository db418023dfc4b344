"""``communique uncoded``: the commonest predicates between two actors that got no code; so the lexicon grows."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agents.classification import Coder
    from agents.classification.explain import Uncoded
    from schemas import ExtractedArticle

EXAMPLES = "Examples: communique uncoded story.txt other.html  |  communique uncoded --jsonl articles.jsonl --top 50"
BATCH = 64
"""Articles extracted together."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(uncoded)


def uncoded(
    files: Annotated[list[str] | None, typer.Argument(help="Text or HTML files; - is standard input.")] = None,
    *,
    jsonl: Annotated[str | None, typer.Option(help="A file with one RawArticle a line; - is standard input.")] = None,
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many to show.")] = 30,
) -> None:
    """Rank what was left uncoded: how often, the head, a reason, and one sentence."""
    from agents.classification import Coder
    from streams.cli import common
    from streams.problems import UsageProblem

    if bool(files) == bool(jsonl):
        raise UsageProblem("Name the files to look at, or --jsonl FILE; not both; --help has examples.")
    articles = _from_files(files or []) if files else _from_lines(str(jsonl))
    for line in ranked(left(Coder.load(), articles), top):
        common.console().print(line, soft_wrap=True, markup=False)


def left(coder: "Coder", articles: "Iterable[ExtractedArticle]") -> "Iterator[Uncoded]":
    """All that was left uncoded in the articles."""
    from agents.classification.explain import explain

    for article in articles:
        yield from explain(coder, article)[1]


def ranked(found: "Iterable[Uncoded]", top: int) -> list[str]:
    """The commonest heads, the first sentence of each beside it."""
    counts: Counter[str] = Counter()
    first: dict[str, Uncoded] = {}
    for one in found:
        counts[one.lemma] += 1
        first.setdefault(one.lemma, one)
    order = sorted(counts, key=lambda lemma: (-counts[lemma], lemma))[:top]
    return [f"{counts[lemma]:6}  {lemma:16}  {first[lemma].reason}\n        {first[lemma].sentence}" for lemma in order]


def _from_files(names: list[str]) -> "Iterator[ExtractedArticle]":
    from streams.cli import articles, common
    from streams.cli.explain import extracted

    limit = common.settings().max_raw_bytes
    yield from (extracted(name, articles.from_file(name, {}, limit)) for name in names)


def _from_lines(name: str) -> "Iterator[ExtractedArticle]":
    """The articles of a JSONL file that can be read; the others are for ``communique code`` to complain about."""
    from agents import cleaning
    from agents.errors import Dropped, Rejected
    from agents.extraction import Extractor
    from schemas import CleanArticle, RawArticle
    from streams.cli import articles, common

    limit = common.settings().max_raw_bytes
    extractor = Extractor()
    for batch in articles.from_lines(articles.line_batches(articles.open_lines(name), limit), limit):
        clean: list[CleanArticle] = []
        for raw in batch:
            try:
                clean += [cleaning.clean(raw)] if isinstance(raw, RawArticle) else []
            except (Dropped, Rejected):
                continue
        for start in range(0, len(clean), BATCH):
            found = extractor.extract(clean[start : start + BATCH])
            yield from (article for article in found if not isinstance(article, Rejected))
