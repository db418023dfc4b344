"""Fits the weights that tell the country of a role to gold. ``python -m tests.gold.homes [--write]``.

A role that names no country has candidates, and may have none of them: their odds are those of a conditional logistic
regression with an L2 penalty. What is printed is measured by cross-validation, whole texts apart. ``--write`` commits
the table to ``agents/extraction/coreference/homes.yaml``.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

from agents.cleaning import clean
from agents.extraction import Extractor
from agents.extraction.coreference.home_signs import Case, Signs
from agents.extraction.coreference.homes import TABLE, Home, Homes, Known, Weights
from agents.extraction.words import load_words
from schemas import CleanArticle, RawArticle
from tests.gold.texts import GoldText, cleaned, files, overlap, read

LESSONS = Path(__file__).parent / "lessons.yaml"
FOLDS = 10
PENALTY = 2.0
STEPS = 25
LEAST_SEEN = 3
"""Cases that must show a sign before it gets a weight."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
LEAST = 0.35
"""Probability from which a country is given: below it, "nobody's" is right as often."""
NOTICE = """\
# Weights of the signs (home_signs.py) that a role without a country belongs to one that is spoken of, or to nobody's.
# The sum of a candidate's weights is the logarithm of its odds; less likely than `least` is left without a country.
"""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Heard:
    """A role without a country as the agents see it: where it stands, and the signs of each candidate."""

    start: int
    end: int
    candidates: Mapping[str, Signs]
    nobody: Signs


@dataclass(frozen=True, slots=True)
class Role:
    """One that the gold knows, with its country there."""

    text: str
    country: str | None
    heard: Heard

    @property
    def rows(self) -> list[Signs]:
        """The signs of nobody, then of the candidates in their order."""
        return [self.heard.nobody, *self.heard.candidates.values()]

    @property
    def right(self) -> int:
        """The row that is right: that of its country, else nobody's."""
        countries = list(self.heard.candidates)
        return 1 + countries.index(self.country) if self.country in countries else 0


class Listener(Homes):
    """Notes what it is asked, and gives no country."""

    def __init__(self) -> None:
        super().__init__(Weights(Known(), 1.0), load_words())
        self.heard: list[Heard] = []

    def choose(self, case: Case, candidates: Mapping[str, Signs], nobody: Signs) -> Home | None:
        """Take note of a case."""
        if case.mention.about.sectors or case.mention.about.sort == "person":
            self.heard.append(Heard(case.mention.start, case.mention.end, candidates, nobody))
        return None


def _heard_at(listener: Listener, extractor: Extractor, raw: RawArticle) -> CleanArticle:
    """Let the agents read an article; the listener has then heard its cases, and no others."""
    listener.heard.clear()
    article = clean(raw)
    extractor.extract([article])
    return article


def lessons() -> list[Role]:
    """The cases of ``lessons.yaml``.

    Raises:
        ValueError: a lesson's role is not one that the agents ask about.
    """
    listener, found = Listener(), list[Role]()
    extractor = Extractor(homes=listener)
    for lesson in yaml.safe_load(LESSONS.read_text(encoding="utf-8")):
        _heard_at(listener, extractor, RawArticle(article_id="lesson", body=lesson["text"], content_type="text/plain"))
        start = lesson["text"].index(lesson["role"])
        span = (start, start + len(lesson["role"]))
        cases = [one for one in listener.heard if overlap((one.start, one.end), span)]
        if not cases:
            raise ValueError(f"no case at {lesson['role']!r} in {lesson['text']!r}: it has a country, or is no role")
        found.append(Role(lesson["text"], lesson["country"], cases[0]))
    return found


def gathered(texts: Sequence[GoldText]) -> list[Role]:
    """The roles of the gold that the agents cannot place by their words alone."""
    listener, found = Listener(), list[Role]()
    extractor = Extractor(homes=listener)
    for text in texts:
        day = f"{text.published_at}T12:00:00Z"
        raw = RawArticle(article_id=text.id, body=text.text, content_type="text/plain", published_at=day)
        article = _heard_at(listener, extractor, raw)
        for actor in cleaned(text, article.body).actors:
            best = max(listener.heard, key=lambda one: overlap((one.start, one.end), actor.span), default=None)
            if best is not None and overlap((best.start, best.end), actor.span):
                found.append(Role(text.id, actor.country, best))
    return found


def fit(roles: Sequence[Role]) -> Weights:
    """The weights, by Newton's method."""
    names = _names(roles)
    rows = np.array([[signs.get(name, 0.0) for name in names] for role in roles for signs in role.rows])
    sizes = [len(role.rows) for role in roles]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(roles)), sizes)
    right = np.zeros(len(rows))
    right[starts + np.array([role.right for role in roles])] = 1.0
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        weights -= _step(rows, starts, owner, right, weights)
    return Weights(Known((name, round(float(one), 3)) for name, one in zip(names, weights, strict=True)), LEAST)


def _step(rows: Numbers, starts: NDArray[np.int64], owner: NDArray[np.int64], right: Numbers, now: Numbers) -> Numbers:
    odds = np.exp(rows @ now)
    shares = odds / np.add.reduceat(odds, starts)[owner]
    weighed = rows * shares[:, None]
    means = np.add.reduceat(weighed, starts, axis=0)
    slope = rows.T @ (shares - right) + PENALTY * now
    curve = rows.T @ weighed - means.T @ means + PENALTY * np.eye(len(now))
    step: Numbers = np.linalg.solve(curve, slope)
    return step


def _names(roles: Sequence[Role]) -> list[str]:
    seen = Counter(name for role in roles for name in {name for signs in role.rows for name in signs})
    return sorted(name for name, count in seen.items() if count >= LEAST_SEEN)


def cross_validated(roles: Sequence[Role], taught: Sequence[Role]) -> list[Home | None]:
    """For each role the likeliest country by weights fitted to the other folds' texts, however unlikely."""
    folds = [crc32(role.text.encode()) % FOLDS for role in roles]
    others = [[role for role, own in zip(roles, folds, strict=True) if own != fold] for fold in range(FOLDS)]
    fitted = [fit([*rest, *taught]) for rest in others]
    sure = [Weights(one.weights, 0.0) for one in fitted]
    return [
        sure[fold].likeliest(role.heard.candidates, role.heard.nobody)
        for role, fold in zip(roles, folds, strict=True)
    ]  # fmt: skip


def outcome(role: Role, home: Home | None, least: float) -> str:
    """Whether what is given is right; ``invented`` where the gold has no country."""
    given = home.country if home is not None and home.probability >= least else None
    if given is None:
        return "missed" if role.country else "left"
    return "right" if given == role.country else "wrong" if role.country else "invented"


def _write(fitted: Weights, texts: int, roles: int) -> None:
    header = {
        "fitted_on": f"{texts} open gold texts, {roles} roles without a country; tests/gold/lessons.yaml",
        "by": f"python -m tests.gold.homes --write (conditional logistic, L2 penalty {PENALTY}; nothing random)",
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    body = {"least": fitted.least, "weights": dict(fitted.weights)}
    text = yaml.safe_dump({**header, **body}, sort_keys=False, allow_unicode=True)
    (Path(sys.modules[Homes.__module__].__file__ or "").parent / TABLE).write_text(NOTICE + text, encoding="utf-8")


def main() -> None:
    """Fit, print what cross-validation says, and write the table where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="commit the table")
    wanted = parser.parse_args().write
    texts = [text for path in files("development", "practice") for text in read(path)]
    roles = gathered(texts)
    taught = lessons()
    homes = cross_validated(roles, taught)
    out = sys.stdout.write
    out(f"{len(roles)} roles\nleast right wrong missed invented left\n")
    for least in THRESHOLDS:
        counts = Counter(outcome(role, home, least) for role, home in zip(roles, homes, strict=True))
        numbers = (counts[name] for name in ("right", "wrong", "missed", "invented", "left"))
        out(f"{least:5.2f}" + "".join(f"{number:7d}" for number in numbers) + "\n")
    if wanted:
        _write(fit([*roles, *taught]), len(texts), len(roles))


if __name__ == "__main__":
    main()
