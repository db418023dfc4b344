"""Articles made to order: any number of varied, invented news stories, the same ones for the same seed.

Countries, capitals and offices are real so that actors resolve; what is said of them is made up. Every story is an
original template of ours filled in at random, so that load and fault tests have thousands of different texts.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from schemas.raw_article import RawArticle

EPOCH = datetime(2025, 3, 3, 6, 0, tzinfo=UTC)
"""The first story's publication; any fixed date does, it keeps the articles the same on every run."""
MINUTES_APART = 7
COPY_EVERY = 25
"""One story in so many is another publisher's copy of the one before, as agencies' stories are."""
PUBLISHERS = ("Harbour Courier", "Meridian Wire", "The Northern Ledger", "Plainfield Post", "Estuary Daily")


class Country(NamedTuple):
    """How a story speaks of a country."""

    name: str
    adjective: str
    capital: str
    leader: str


COUNTRIES = (
    Country("France", "French", "Paris", "president"),
    Country("Germany", "German", "Berlin", "chancellor"),
    Country("Japan", "Japanese", "Tokyo", "prime minister"),
    Country("Brazil", "Brazilian", "Brasilia", "president"),
    Country("Egypt", "Egyptian", "Cairo", "president"),
    Country("India", "Indian", "New Delhi", "prime minister"),
    Country("Kenya", "Kenyan", "Nairobi", "president"),
    Country("Turkey", "Turkish", "Ankara", "president"),
    Country("Poland", "Polish", "Warsaw", "prime minister"),
    Country("Chile", "Chilean", "Santiago", "president"),
    Country("Vietnam", "Vietnamese", "Hanoi", "prime minister"),
    Country("Canada", "Canadian", "Ottawa", "prime minister"),
    Country("Norway", "Norwegian", "Oslo", "prime minister"),
    Country("Morocco", "Moroccan", "Rabat", "foreign minister"),
    Country("Pakistan", "Pakistani", "Islamabad", "prime minister"),
    Country("Mexico", "Mexican", "Mexico City", "president"),
)

ACTS = (
    "{a.name} accused {b.name} of breaking the border agreement that both had signed.",
    "{a.name} condemned {b.name} over the arrest of two fishermen.",
    "The {a.adjective} {a.leader} visited {b.capital} and met the {b.adjective} {b.leader}.",
    "The {a.adjective} {a.leader} met the {b.adjective} {b.leader} in {b.capital} for two hours.",
    "{a.name} expelled three {b.adjective} diplomats and recalled its ambassador from {b.capital}.",
    "{a.name} imposed sanctions on {b.name} after the vote.",
    "{a.name} lifted its sanctions against {b.name} on the advice of its trade ministry.",
    "{a.name} agreed to send humanitarian aid to {b.name} before the winter.",
    "{a.name} sent medical supplies to {b.name} by sea.",
    "{a.name} and {b.name} signed a treaty on shared rivers.",
    "{a.name} urged {b.name} to release the detained reporters.",
    "{a.name} rejected the proposal that {b.name} had put forward at the summit.",
    "The {a.adjective} foreign minister praised {b.name} for its part in the rescue.",
    "{a.name} warned {b.name} that it would close the crossing.",
    "{a.name} deployed troops along its frontier with {b.name}.",
    "{a.name} withdrew its soldiers from {b.name} ahead of the deadline.",
    "{a.adjective} police arrested four {b.adjective} citizens at the airport.",
    "{a.adjective} forces attacked a {b.adjective} outpost in the hills, the defense ministry said.",
    "Thousands of people protested in {a.capital} against {b.name}.",
    "{a.name} held joint naval exercises with {b.name} in the strait.",
    "{a.name} will not attend the talks that {b.name} called for.",
    "The {a.adjective} {a.leader} denied that {a.name} had threatened {b.name}.",
)

FILLERS = (
    "Officials on both sides had expected a quieter week.",
    "The announcement came shortly after {hour} in the morning and surprised the markets.",
    "Traders at the port said that {count} containers were waiting.",
    "Rain had kept most of the delegations indoors since the weekend.",
    "An earlier round of discussions had ended without a joint statement.",
    "A spokeswoman declined to give further details.",
    "The harvest, meanwhile, has been the best in {count} years.",
    "Analysts expect the matter to come up again before the end of the month.",
)

TITLES = (
    "{a.name} and {b.name}: a week of moves",
    "What {a.capital} told {b.capital}",
    "{a.adjective} steps toward {b.name}",
    "Between {a.capital} and {b.capital}",
)


def articles(count: int, *, seed: int = 1) -> Iterator[RawArticle]:
    """``count`` articles, every one its own, but for a copy now and then; the same ones for the same seed."""
    draw = random.Random(seed)
    previous: RawArticle | None = None
    for number in range(count):
        if previous is not None and number % COPY_EVERY == COPY_EVERY - 1:
            previous = _copied(previous, number, seed)
        else:
            previous = _written(draw, number, seed)
        yield previous


def _written(draw: random.Random, number: int, seed: int) -> RawArticle:
    first, second, third = draw.sample(COUNTRIES, 3)
    text = _body(draw, first, second, third)
    html = number % 4 == 3
    return RawArticle(
        article_id=_identity(number, seed),
        url=f"https://news.example/{seed}/{number}",
        source=draw.choice(PUBLISHERS),
        title=draw.choice(TITLES).format(a=first, b=second),
        body=_as_html(text) if html else text,
        content_type="text/html" if html else "text/plain",
        language="en",
        published_at=EPOCH + timedelta(minutes=MINUTES_APART * number),
    )


def _copied(original: RawArticle, number: int, seed: int) -> RawArticle:
    elsewhere = PUBLISHERS[(PUBLISHERS.index(original.source or PUBLISHERS[0]) + 1) % len(PUBLISHERS)]
    return original.model_copy(
        update={
            "article_id": _identity(number, seed),
            "url": f"https://copy.example/{seed}/{number}",
            "source": elsewhere,
            "published_at": EPOCH + timedelta(minutes=MINUTES_APART * number),
        }
    )


def _identity(number: int, seed: int) -> str:
    return f"made-{seed}-{number:06d}"


def _body(draw: random.Random, first: Country, second: Country, third: Country) -> str:
    pairs = _pairs(first, second, third)
    acts = [act.format(a=a, b=b) for act, (a, b) in zip(draw.sample(ACTS, len(pairs)), pairs, strict=True)]
    hour, count = draw.randint(1, 11), draw.randint(2, 90)
    fillers = [filler.format(hour=hour, count=count) for filler in draw.sample(FILLERS, 3)]
    opening = f"{first.capital.upper()} - {acts[0]} {fillers[0]}"
    return "\n\n".join((opening, f"{acts[1]} {fillers[1]}", f"{acts[2]} {acts[3]} {fillers[2]}"))


def _pairs(first: Country, second: Country, third: Country) -> tuple[tuple[Country, Country], ...]:
    return (first, second), (second, first), (third, first), (first, third)


def _as_html(text: str) -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return f"<html><body><article>{paragraphs}</article></body></html>"
