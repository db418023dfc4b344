"""Training of the statistical back-off, by one command: ``python -m agents.classification.train``.

Reads every ``training/*.tsv`` (columns type, mode, cameo, source, target, sentence; a type of NONE is a sentence
without an event) and the examples of the lexicon's acts, runs them through extraction, fits a multinomial logistic
regression by AdaGrad with a fixed seed, chooses the threshold on held-out sentences, and writes ``model.npz`` and its
card ``model.json``.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
import orjson
from numpy.typing import NDArray

from agents.classification.codebook import Codebook
from agents.classification.coder import load_thesaurus
from agents.classification.lexicon import load_acts
from agents.classification.model import BITS, CODE_OF, MODEL_FILE, NO_EVENT, Instance, Model, Thesaurus, hashed
from agents.classification.pairing import Cast
from agents.errors import Rejected
from schemas import CleanArticle, ExtractedArticle, Language
from schemas.raw_article import SuppliedEntity

FOLDER: Final = Path(__file__).parent / "training"
CARD: Final = Path(__file__).parent / "model.json"
SEED: Final = 20260101
EPOCHS: Final = 12
RATE: Final = 0.25
DECAY: Final = 2e-2
HELD_OUT: Final = 5
"""One sentence in this many is held out, by a hash of its words."""
PRECISION: Final = 0.85
"""The least share of right answers, among those given on held-out sentences, that the threshold must keep."""


Extracted = Sequence[ExtractedArticle | Rejected]


@dataclass(frozen=True, slots=True)
class Row:
    """One training sentence; without a source it is any pair of its main clause that it speaks of."""

    event_type: str
    source: str
    target: str
    sentence: str

    @property
    def held_out(self) -> bool:
        """Whether the sentence is kept out of training; a function of its words alone."""
        return crc32(self.sentence.encode()) % HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Example:
    """Features of one sentence's predicate, and the right answer."""

    rows: NDArray[np.int64]
    label: int
    held_out: bool


def read(folder: Path = FOLDER) -> list[Row]:
    """All training sentences, files in order of their names."""
    return [
        Row(row["type"], row["source"], row["target"], row["sentence"])
        for path in sorted(folder.glob("*.tsv"))
        for row in csv.DictReader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
    ]


def of_lexicon() -> list[Row]:
    """The examples of the acts: each names its two actors in its main clause."""
    codes = Codebook.load()
    types = ((codes[entry.code].event_type, entry.example.text) for entry in load_acts() if entry.code)
    return [Row(kind, "", "", text) for kind, text in types if kind in CODE_OF]


def articles(rows: Iterable[Row]) -> Iterator[CleanArticle]:
    """Each sentence as an article whose two actors are given."""
    for number, row in enumerate(rows):
        spans = tuple(SuppliedEntity(text=text) for text in (row.source, row.target) if text)
        yield CleanArticle(
            article_id=str(number),
            fingerprint=str(number),
            body=row.sentence,
            language=Language(code="en"),
            entities=spans,
        )


def instance(row: Row, article: ExtractedArticle) -> Instance | None:
    """The outermost predicate that links the sentence's two actors, either way round where it must be."""
    best: tuple[int, int, Instance] | None = None
    given = row.source and row.event_type != NO_EVENT
    for sentence in article.sentences:
        cast = Cast(sentence, article.actors)
        for index, predicate in enumerate(sentence.predicates):
            for source, target in cast.linked(index):
                one, two = article.actors[source], article.actors[target]
                misfit = (one.text != row.source) + (two.text != row.target) if given else 0
                rank = (misfit, predicate.governor is not None, index)
                if best is None or rank < (best[0], best[1] > 0, best[1]):
                    best = (misfit, index, Instance(index, sentence, one, two))
    return best[2] if best and best[0] < 2 else None


def examples(rows: Sequence[Row], extracted: Extracted, types: Sequence[str], known: Thesaurus) -> list[Example]:
    """What the model learns from; sentences in which extraction links no two actors teach nothing."""
    found = []
    for row, article in zip(rows, extracted, strict=True):
        one = None if isinstance(article, Rejected) else instance(row, article)
        if one is not None:
            found.append(Example(hashed(one, known), types.index(row.event_type), row.held_out))
    return found


def fit(train: Sequence[Example], size: int) -> NDArray[np.float32]:
    """Weights by AdaGrad on the log loss, one example at a time in a seeded order."""
    weights = np.zeros((1 << BITS, size), dtype=np.float32)
    squares = np.full_like(weights, 1e-6)
    order = np.random.default_rng(SEED)
    for _ in range(EPOCHS):
        for number in order.permutation(len(train)):
            _step(weights, squares, train[number])
    return weights


def _step(weights: NDArray[np.float32], squares: NDArray[np.float32], example: Example) -> None:
    rows = example.rows
    error = _probabilities(weights, rows)
    error[example.label] -= 1.0
    slope = error[None, :] + DECAY * weights[rows]
    squares[rows] += slope * slope
    weights[rows] -= RATE / np.sqrt(len(rows)) * slope / np.sqrt(squares[rows])


def _probabilities(weights: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    scores = weights[rows].sum(axis=0)
    odds: NDArray[np.float32] = np.exp(scores - scores.max())
    odds /= odds.sum()
    return odds


def choose(weights: NDArray[np.float32], held_out: Sequence[Example], none: int) -> tuple[float, dict[str, float]]:
    """The lowest threshold that keeps the precision, and what it gives on the held-out sentences."""
    judged = []
    for example in held_out:
        odds = _probabilities(weights, example.rows)
        best = int(odds.argmax())
        if best != none:
            judged.append((float(odds[best]), best == example.label))
    judged.sort(reverse=True)
    right, threshold, scores = 0, 1.0, {"precision": 0.0, "answered": 0.0}
    for count, (probability, correct) in enumerate(judged, start=1):
        right += correct
        if right / count >= PRECISION:
            threshold = probability
            scores = {"precision": right / count, "answered": count / len(held_out)}
    return threshold, {name: round(score, 3) for name, score in scores.items()}


def train(rows: Sequence[Row], extracted: Extracted) -> tuple[Model, dict[str, object]]:
    """The model and its card."""
    types = sorted({row.event_type for row in rows})
    known = load_thesaurus()
    found = examples(rows, extracted, types, known)
    held_out = [example for example in found if example.held_out]
    weights = fit([example for example in found if not example.held_out], len(types))
    threshold, scores = choose(weights, held_out, types.index(NO_EVENT))
    final = fit(found, len(types))
    card: dict[str, object] = {
        "sentences": len(rows),
        "used": len(found),
        "held_out": len(held_out),
        "types": {one: sum(row.event_type == one for row in rows) for one in types},
        "seed": SEED,
        "threshold": round(threshold, 4),
        "held_out_scores": scores,
        "limits": "Decides only where no rule does; tells types apart, not leaves; knows English news prose only.",
    }
    return Model(final, types, threshold, known), card


def main() -> None:
    """Train on everything in the folder and the lexicon's examples, and write the model and its card."""
    from agents.extraction import Extractor  # noqa: PLC0415 - spaCy is loaded to train, never to code

    rows = [*read(), *of_lexicon()]
    model, card = train(rows, Extractor().extract(list(articles(rows))))
    model.save(MODEL_FILE)
    CARD.write_bytes(orjson.dumps(card, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.write(orjson.dumps(card, option=orjson.OPT_INDENT_2).decode() + "\n")


if __name__ == "__main__":
    main()
