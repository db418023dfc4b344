"""Scores the agents on gold, layer by layer.

``python -m tests.gold.scorer [--held-out | --fresh | --practice] [--json] [--errors]``.

Layers: actors' countries and sectors; source-target pairs at the annotated predicates, by mention and
(``pair_country``) by the countries that the mentions stand for; types, modes, flags, dates and places given the
right pair; and end to end, (source country, target country, type) per text. ``quiet`` is the share of texts without
an event for which nothing is published but statements.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from agents.classification import Coder
from agents.cleaning import clean
from agents.errors import Rejected
from agents.extraction import Extractor
from schemas import EventMention, ExtractedArticle, RawArticle
from schemas.coded import FLAGS
from tests.gold.reliability import Told, calibration_error, is_right, table
from tests.gold.texts import GoldEvent, GoldText, Piece, cleaned, files, overlap, read

SCORES = Path(__file__).parent / "scores.json"
"""The committed scores on the development gold."""
NO_TARGET: tuple[None] = (None,)
Triple = tuple[str | None, str | None, str]
"""Source country, target country, type."""


@dataclass
class Tally:
    """Hits, false alarms and misses of one layer."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: Iterable[object], found: Iterable[object]) -> None:
        """Count two bags against each other."""
        expected, got = Counter(gold), Counter(found)
        both = (expected & got).total()
        self.hit += both
        self.missed += expected.total() - both
        self.wrong += got.total() - both

    def scores(self) -> dict[str, float]:
        """Precision, recall and F1, 0 to 1, and the number of gold items."""
        precision = self.hit / max(1, self.hit + self.wrong)
        recall = self.hit / max(1, self.hit + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"precision": precision, "recall": recall, "f1": f1, "n": self.hit + self.missed}


@dataclass
class Report:
    """All layers, and what went wrong in words."""

    layers: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    confidences: list[Told] = field(default_factory=list)

    def layer(self, name: str) -> Tally:
        """The tally of a layer."""
        return self.layers.setdefault(name, Tally())

    def as_dict(self) -> dict[str, dict[str, float]]:
        """Scores by layer, rounded to three places."""
        return {
            name: {key: round(value, 3) for key, value in tally.scores().items()}
            for name, tally in sorted(self.layers.items())
        }


def _best(spans: Sequence[Piece], wanted: Piece) -> int | None:
    """Index of the span that overlaps most, if any does."""
    best = max(range(len(spans)), key=lambda i: overlap(spans[i], wanted), default=None)
    return best if best is not None and overlap(spans[best], wanted) else None


def score_actors(report: Report, gold: GoldText, article: ExtractedArticle) -> None:
    """Each annotated actor against the mention that overlaps it most."""
    spans = [(actor.start, actor.end) for actor in article.actors]
    for wanted in gold.actors:
        index = _best(spans, wanted.span)
        found = article.actors[index] if index is not None else None
        country, sector = (found.country, found.sector) if found else (None, None)
        for layer, expected, got in (("country", wanted.country, country), ("sector", wanted.sector, sector)):
            report.layer(layer).add([expected] if expected else [], [got] if got and expected else [])
            if expected and expected != got:
                report.errors.append(f"{gold.id} {layer} of {wanted.text!r}: {got}, not {expected}")


def _pairs(article: ExtractedArticle, event: GoldEvent) -> list[tuple[Piece, Piece | None]]:
    """The source and target spans of the extracted predicates that overlap the annotated one."""
    found: list[tuple[Piece, Piece | None]] = []
    for sentence in article.sentences:
        for predicate in sentence.predicates:
            if overlap((predicate.start, predicate.end), event.predicate):
                sources = [(article.actors[i].start, article.actors[i].end) for i in predicate.sources]
                targets = [(article.actors[i].start, article.actors[i].end) for i in predicate.targets]
                found += [(source, target) for source in sources for target in targets or NO_TARGET]
    return found


def same_actor(wanted: Piece | None, found: Piece | None) -> bool:
    """Two spans that overlap, or both absent."""
    if wanted is None or found is None:
        return wanted is found
    return overlap(wanted, found) > 0


def score_pairs(report: Report, gold: GoldText, article: ExtractedArticle) -> None:
    """Each annotated pair against the pairs extracted at its predicate."""
    for event in gold.events:
        found = _pairs(article, event)
        good = any(same_actor(event.source, s) and same_actor(event.target, t) for s, t in found)
        tally = report.layer("pair")
        tally.hit += good
        tally.missed += not good
        tally.wrong += bool(found) and not good
        same = good or any(_same_countries(gold, event, article, pair) for pair in found)
        report.layer("pair_country").add([event], [event] if same else found[:1])
        if not good:
            words = [tuple(gold.text[slice(*span)] if span else None for span in pair) for pair in found]
            report.errors.append(f"{gold.id} pair at {gold.text[slice(*event.predicate)]!r}: {words}")


def _same_countries(
    gold: GoldText, event: GoldEvent, article: ExtractedArticle, pair: tuple[Piece, Piece | None]
) -> bool:
    """Whether a pair stands for the annotated countries, by whatever mention: "he" for a president, a capital."""
    countries = {(actor.start, actor.end): actor.country for actor in article.actors}
    source, target = gold.country_at(event.source), gold.country_at(event.target)
    known = source is not None and (event.target is None or target is not None)
    return known and (source, target) == (countries[pair[0]], countries[pair[1]] if pair[1] else None)


def _matches(event: GoldEvent, mention: EventMention) -> bool:
    evidence = mention.evidence
    source = (evidence.source.start, evidence.source.end)
    target = (evidence.target.start, evidence.target.end) if evidence.target else None
    straight = same_actor(event.source, source) and same_actor(event.target, target)
    turned = same_actor(event.source, target) and same_actor(event.target, source)
    return straight or (mention.reciprocal and turned)


def _flags(mention: EventMention) -> frozenset[str]:
    return frozenset(flag for flag in FLAGS if getattr(mention.status, flag))


def score_details(report: Report, gold: GoldText, mentions: Sequence[EventMention]) -> None:
    """Type and details of the mention that has the annotated pair and lies nearest to its predicate."""
    for event in gold.events:
        fitting = [mention for mention in mentions if _matches(event, mention)]
        if not fitting:
            continue
        near = min(fitting, key=lambda m: abs(m.evidence.predicate.start - event.predicate[0]))
        report.layer("type").add([event.type], [near.event_type])
        if near.event_type != event.type:
            text = gold.text[slice(*event.predicate)]
            report.errors.append(f"{gold.id} type at {text!r}: {near.event_type} by {near.rule}, not {event.type}")
            continue
        report.layer("mode").add([event.mode] if event.mode else [], [near.mode] if near.mode else [])
        report.layer("cameo").add([event.cameo], [near.cameo_code])
        report.layer("date").add([event.date] if event.date else [], [near.event_date] if event.date else [])
        country = near.location.country if near.location else None
        report.layer("place").add([event.place] if event.place else [], [country] if country and event.place else [])
        for flag in FLAGS:
            report.layer(flag).add([flag] * (flag in event.flags), [flag] * (flag in _flags(near)))


def score_end_to_end(report: Report, gold: GoldText, mentions: Sequence[EventMention]) -> None:
    """(source country, target country, type) as bags per text; statements are left out on both sides."""
    wanted = _acts(triple_of(gold, event) for event in gold.events)
    found = _acts(triple(mention) for mention in mentions)
    for source, target, kind in list(found):
        if (source, target, kind) not in wanted and (target, source, kind) in wanted and _reciprocal(mentions, kind):
            found.discard((source, target, kind))
            found.add((target, source, kind))
    report.layer("end_to_end").add(wanted, found)
    report.errors += [f"{gold.id} missed {item}" for item in wanted - found]
    report.errors += [f"{gold.id} invented {item}" for item in found - wanted]
    if not wanted:
        tally = report.layer("quiet")
        tally.hit += not found
        tally.missed += bool(found)


def triple(mention: EventMention) -> Triple:
    """Source country, target country and type of a mention."""
    return mention.source.country, mention.target.country if mention.target else None, mention.event_type


def triple_of(gold: GoldText, event: GoldEvent) -> Triple:
    """Source country, target country and type of a gold event."""
    return gold.country_at(event.source), gold.country_at(event.target), event.type


def _acts(triples: Iterable[Triple]) -> set[Triple]:
    return {triple for triple in triples if triple[2] != "STATEMENT"}


def _reciprocal(mentions: Sequence[EventMention], kind: str) -> bool:
    return any(mention.reciprocal and mention.event_type == kind for mention in mentions)


def extracted_gold(texts: Sequence[GoldText]) -> Iterator[tuple[GoldText, ExtractedArticle]]:
    """Gold texts as they stand in their clean bodies, each with what extraction makes of it."""
    articles = [
        clean(
            RawArticle(
                article_id=t.id, body=t.text, content_type="text/plain", published_at=f"{t.published_at}T12:00:00Z"
            )
        )
        for t in texts
    ]
    for annotated, article, extracted in zip(texts, articles, Extractor().extract(articles), strict=True):
        if isinstance(extracted, Rejected):
            raise extracted
        yield cleaned(annotated, article.body), extracted


def score(texts: Sequence[GoldText]) -> Report:
    """Run the agents over gold texts and score them."""
    report, coder = Report(), Coder.load()
    for gold, extracted in extracted_gold(texts):
        mentions = [m for m in coder.code(extracted) if not m.withdrawn]
        score_actors(report, gold, extracted)
        score_pairs(report, gold, extracted)
        score_details(report, gold, mentions)
        score_end_to_end(report, gold, mentions)
        acts = [mention for mention in mentions if mention.event_type != "STATEMENT"]
        report.confidences += [(mention.confidence, is_right(gold, mention)) for mention in acts]
    return report


def committed(report: Report) -> dict[str, float]:
    """What is committed and must not fall: F1 by layer in per cent, and the precision of end to end."""
    rows = report.as_dict()
    scores = {name: round(100 * row["f1"], 1) for name, row in rows.items()}
    return {**scores, "end_to_end_precision": round(100 * rows["end_to_end"]["precision"], 1)}


def development() -> list[GoldText]:
    """All texts of the development gold."""
    return [text for path in files("development") for text in read(path)]


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--held-out", dest="part", action="store_const", const="held_out", help="the part set apart")
    part.add_argument("--fresh", dest="part", action="store_const", const="fresh", help="harder texts, set apart")
    part.add_argument(
        "--practice", dest="part", action="store_const", const="practice", help="the part tables are fitted on"
    )
    parser.set_defaults(part="development")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="commit the scores (development gold only)")
    parser.add_argument("--errors", action="store_true", help="list what went wrong (not of the part set apart)")
    options = parser.parse_args()
    texts = [text for path in files(options.part) for text in read(path)]
    report = score(texts)
    out = sys.stdout.write
    if options.write and options.part == "development":
        SCORES.write_bytes(orjson.dumps(committed(report), option=orjson.OPT_INDENT_2) + b"\n")
    if options.json:
        calibration = {"error": round(calibration_error(report.confidences), 3), "n": len(report.confidences)}
        layers = {**report.as_dict(), "calibration": calibration}
        out(orjson.dumps(layers, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        out(f"{len(texts)} texts\n{'layer':14}{'P':>8}{'R':>8}{'F1':>8}{'n':>6}\n")
        for name, row in report.as_dict().items():
            out(f"{name:14}{row['precision']:8.3f}{row['recall']:8.3f}{row['f1']:8.3f}{row['n']:6.0f}\n")
        out(table(report.confidences))
    if options.errors and options.part in ("development", "practice"):
        out("\n".join(report.errors) + "\n")


if __name__ == "__main__":
    main()
