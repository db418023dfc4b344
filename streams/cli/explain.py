"""``communique explain``: for each event of an article why it was coded so, and what was left uncoded and why."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.text import Text

    from agents.classification.explain import Explained, Uncoded
    from schemas import EventMention, ExtractedArticle, RawArticle

EXAMPLES = "Examples: communique explain story.txt  |  communique explain - --published-at 2026-03-04 < story.txt"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(explain)


def explain(
    file: Annotated[str, typer.Argument(help="A text or HTML file; - is standard input.")],
    *,
    published_at: Annotated[str | None, typer.Option(help="When it appeared, RFC 3339.")] = None,
) -> None:
    """Show each mention with its sentence, source, act and target, the entries that decided, and what was not coded."""
    from agents.classification import Coder
    from agents.classification.explain import explain as reasons
    from streams.cli import articles, common

    raw = articles.from_file(file, {"published_at": published_at}, common.settings().max_raw_bytes)
    explained, uncoded = reasons(Coder.load(), extracted(file, raw))
    console = common.console()
    for one in explained:
        console.print(shown(one), soft_wrap=True)
    console.print(f"{len(explained)} mentions; {len(uncoded)} predicates between two actors left uncoded:\n")
    for left in uncoded:
        console.print(line(left), soft_wrap=True)


def extracted(file: str, raw: "RawArticle") -> "ExtractedArticle":
    """The article, cleaned and extracted in this process.

    Raises:
        UnreadableInput: it is refused, or holds no story.
    """
    from agents import cleaning
    from agents.errors import Dropped, Rejected
    from agents.extraction import Extractor
    from streams.problems import UnreadableInput

    try:
        found = Extractor().extract([cleaning.clean(raw)])[0]
    except Dropped as error:
        raise UnreadableInput(f"{file} holds no story ({error.reason}).") from error
    except Rejected as error:
        raise UnreadableInput(f"{file} is refused: {error.reason}: {error}") from error
    if isinstance(found, Rejected):
        raise UnreadableInput(f"{file} is refused: {found.reason}: {found}")
    return found


def shown(one: "Explained") -> "Text":
    """A mention: the act, who and whom, the sentence with its spans marked, and what decided."""
    from rich.text import Text

    mention = one.mention
    mode = f" {mention.mode}" if mention.mode else ""
    text = Text(f"{mention.event_type}{mode} {mention.cameo_code}", style="bold")
    text.append(f"  {one.meaning}\n", style="not bold")
    text.append_text(_marked(mention)).append("\n")
    for step in one.steps:
        text.append(f"    by {step.id}: {step.meaning}\n", style="not bold dim")
    if one.runner_up is not None:
        text.append(f"    runner-up {one.runner_up.id}: {one.runner_up.meaning}\n", style="not bold dim")
    flags = [name for name, value in mention.status.model_dump().items() if value]
    text.append(f"    {mention.method}, confidence {mention.confidence:.2f} {' '.join(flags)}\n", style="not bold")
    for way, shares in (("surer", one.surer_by), ("less sure", one.unsurer_by)):
        if shares:
            text.append(
                f"    {way} by {', '.join(f'{sign} {share:+.1f}' for sign, share in shares)}\n", style="not bold dim"
            )
    return text


def _marked(mention: "EventMention") -> "Text":
    """The sentence, with source, predicate and target in colours of their own.

    A side may stand in another sentence: it is not marked here, and rich would never end with a span before the text.
    """
    from rich.text import Text

    evidence = mention.evidence
    text = Text(evidence.sentence, style="not bold")
    for span, style in ((evidence.source, "green"), (evidence.predicate, "yellow"), (evidence.target, "cyan")):
        if span is not None and evidence.start <= span.start and span.end <= evidence.end:
            text.stylize(style, span.start - evidence.start, span.end - evidence.start)
    return text


def line(left: "Uncoded") -> str:
    """An uncoded predicate in one line."""
    from rich.markup import escape

    return escape(f"  {left.source} -> {left.predicate} -> {left.target}: {left.reason}")
