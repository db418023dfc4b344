"""``communique extract``: what extraction finds in an article, in this process, with no broker."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from schemas import ExtractedArticle, Predicate, Sentence

EXAMPLES = "Examples: communique extract story.txt  |  communique extract story.txt --explain"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(extract)


def extract(
    file: Annotated[str, typer.Argument(help="A text or HTML file; - is standard input.")],
    *,
    explain: Annotated[bool, typer.Option(help="Arguments, governors, flags, dates and places too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The ExtractedArticle itself.")] = False,
    published_at: Annotated[str | None, typer.Option(help="When it appeared, RFC 3339.")] = None,
) -> None:
    """Show who does what to whom in an article, sentence by sentence; no event types yet."""
    from streams.cli import articles, common
    from streams.cli.explain import extracted

    settings = common.settings()
    raw = articles.from_file(file, {"source": None, "published_at": published_at}, settings.max_raw_bytes)
    found = extracted(file, raw)
    if as_json:
        common.write_json([found])
    else:
        show(common.console(), found, explain=explain)


def show(console: "Console", article: "ExtractedArticle", *, explain: bool) -> None:
    """Print each sentence with its predicates."""
    from rich.text import Text

    for sentence in article.sentences:
        console.print(Text(sentence.text, style="bold"))
        for index, predicate in enumerate(sentence.predicates):
            console.print(Text(f"  {index} {headline(predicate, article)}"))
            if explain:
                for line in details(predicate, sentence, article):
                    console.print(Text(f"      {line}", style="dim"))


def headline(predicate: "Predicate", article: "ExtractedArticle") -> str:
    """One predicate in a line: source, words, target."""
    sources = " + ".join(actor(index, article) for index in predicate.sources) or "?"
    targets = " + ".join(actor(index, article) for index in predicate.targets) or "-"
    arrow = "<->" if predicate.reciprocal else "->"
    flags = [name for name, is_set in predicate.status.model_dump().items() if is_set]
    return f"{sources} [{predicate.text}] {arrow} {targets}" + (f"  ({', '.join(flags)})" if flags else "")


def actor(index: int, article: "ExtractedArticle") -> str:
    """An actor: the words, whom they refer back to, country and sector."""
    mention = article.actors[index]
    named = f" = {mention.name}" if mention.name and mention.name != mention.text else ""
    of = "/".join(part for part in (mention.country, mention.sector) if part)
    members = "; ".join(actor(member, article) for member in mention.members)
    return f"{mention.text}{named} ({members or of or 'unknown'})"


def details(predicate: "Predicate", sentence: "Sentence", article: "ExtractedArticle") -> list[str]:
    """Everything else that is known of a predicate, a line each."""
    lines = [f"{predicate.kind} {predicate.lemma}" + (f" + {predicate.noun}" if predicate.noun else "")]
    if predicate.governor is not None:
        above = sentence.predicates[predicate.governor].text
        lines.append(f"{predicate.governance} of [{above}]" + (f" by '{predicate.marker}'" if predicate.marker else ""))
    for argument in predicate.arguments:
        who = ", ".join(actor(index, article) for index in (*argument.actors, *argument.inner))
        name = f"{argument.relation} {argument.preposition}" if argument.preposition else argument.relation
        lines.append(f"{name}: {argument.text}" + (f"  <{who}>" if who else ""))
    if predicate.attribution is not None:
        lines.append(f"said by {predicate.attribution.text}" + (", quoted" if predicate.attribution.quoted else ""))
    if predicate.date is not None:
        lines.append(f"on {predicate.date.event_date} ({predicate.date.date_precision})")
    if predicate.location is not None:
        lines.append(f"in {predicate.location.name} ({predicate.location.country})")
    return lines
