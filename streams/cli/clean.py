"""``communique clean``: what cleaning makes of a document, and with ``--show`` what it took out of it and why."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from schemas import CleanArticle, RawArticle

EXAMPLES = (
    "Examples: communique clean page.html --show  |  communique clean - < story.txt  |  communique clean a.txt --json"
)

SHADES = ("red", "magenta", "yellow", "blue", "cyan")
"""What is removed is coloured by its reason, so that one kind of furniture is seen to be one kind."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(clean)


def clean(
    file: Annotated[str, typer.Argument(help="A text or HTML file in any encoding; - is standard input.")],
    *,
    show: Annotated[bool, typer.Option("--show", help="Also what was removed, struck out, with its rule.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The CleanArticle as JSON.")] = False,
    language: Annotated[str | None, typer.Option(help="The language the publisher states.")] = None,
    published_at: Annotated[str | None, typer.Option(help="When it appeared, RFC 3339.")] = None,
) -> None:
    """Reduce a document to its story."""
    from streams.cli import articles, common

    fields = {"language": language, "published_at": published_at}
    raw = articles.from_file(file, fields, common.settings().max_raw_bytes)
    article = _cleaned(file, raw)
    if as_json:
        common.write_json([article])
    elif show:
        common.console().print(shown(raw, article), soft_wrap=True)
    else:
        common.console().print(article.body, soft_wrap=True, markup=False)


def _cleaned(file: str, raw: "RawArticle") -> "CleanArticle":
    from agents import cleaning
    from agents.errors import Dropped, Rejected
    from streams.problems import UnreadableInput

    try:
        return cleaning.clean(raw)
    except Rejected as error:
        raise UnreadableInput(f"{file} is refused: {error.reason}: {error}") from error
    except Dropped as error:
        raise UnreadableInput(f"{file} holds no story ({error.reason}).") from error


def shown(raw: "RawArticle", article: "CleanArticle") -> "Text":
    """The article's facts, then its paragraphs and what was removed, in the order of the raw body."""
    from rich.text import Text

    text = Text()
    for name, value in _facts(article):
        text.append(f"{name:12}", style="bold").append(f"{value}\n")
    for _, line in sorted(_placed(raw, article), key=lambda placed: placed[0]):
        text.append("\n").append_text(line).append("\n")
    return text


def _facts(article: "CleanArticle") -> "Iterator[tuple[str, str]]":
    """What there is to say about the article beside its body."""
    dateline = article.dateline
    values = {
        "title": article.title,
        "author": article.author,
        "publisher": article.publisher,
        "published": f"{article.published_at:%Y-%m-%d %H:%M} UTC" if article.published_at else None,
        "basis": article.published_basis,
        "dateline": ", ".join(filter(None, (dateline.place, dateline.date, dateline.agency))) if dateline else None,
        "language": f"{article.language.code} ({article.language.confidence:.2f})",
        "fingerprint": article.fingerprint,
        "cut": "the end of the body, which was too long" if article.truncated else None,
    }
    return ((name, value) for name, value in values.items() if value)


def _placed(raw: "RawArticle", article: "CleanArticle") -> "Iterator[tuple[int, Text]]":
    """Every paragraph and every removed piece with its place in the raw body, as nearly as it is known."""
    from rich.text import Text

    from agents.cleaning import lines_of, raw_span

    for span in article.paragraphs:
        yield raw_span(article, span.start, span.end)[0], Text(article.body[span.start : span.end])
    shades = dict(zip(_reasons(article), SHADES * len(article.removed), strict=False))
    lines = lines_of(raw)
    for piece in article.removed:
        line = Text(piece.text, style=f"strike {shades[piece.reason]}")
        yield _place(lines, piece.text), line.append(f"  [{piece.reason}]", style="not strike dim")


def _place(lines: list[tuple[int, str]], text: str) -> int:
    """Where a removed piece stood: the next line that is it, else one that holds it, else the end. Uses the line up."""
    same = (number for number, (_, line) in enumerate(lines) if line == text)
    number = next(same, None)
    if number is not None:
        return lines.pop(number)[0]
    return next((place + line.find(text) for place, line in lines if text in line), lines[-1][0] + 1 if lines else 0)


def _reasons(article: "CleanArticle") -> list[str]:
    return list(dict.fromkeys(piece.reason for piece in article.removed))
