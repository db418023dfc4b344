"""Other spellings of a person's full name: transliterations of its parts, and Korean and Chinese hyphens."""

import re
from collections.abc import Iterator
from functools import cache

from agents.extraction.actors.tables import items, rows

_HYPHENATED = re.compile(r"-([a-z])")
_ARTICLE = re.compile(r"\b([ae]l)-(?=[A-Z])", re.IGNORECASE)


@cache
def _alternatives() -> dict[str, tuple[str, ...]]:
    sets = [items(row["forms"]) for row in rows("spellings")]
    return {form: tuple(other for other in forms if other != form) for forms in sets for form in forms}


def respelt(name: str) -> Iterator[str]:
    """The name with one of its parts written otherwise; not the name itself."""
    parts = name.split(" ")
    if len(parts) < 2:
        return
    for place, part in enumerate(parts):
        for other in _other_forms(part):
            yield " ".join([*parts[:place], other, *parts[place + 1 :]])
    if _ARTICLE.search(name):
        yield _ARTICLE.sub(lambda found: f"{found.group(1).capitalize()} ", name)
        yield _ARTICLE.sub("", name)
    elif _HYPHENATED.search(parts[-1]):
        yield _HYPHENATED.sub(lambda found: " " + found.group(1).upper(), name)


def _other_forms(part: str) -> Iterator[str]:
    yield from _alternatives().get(part, ())
    article, hyphen, rest = part.partition("-")
    if hyphen and rest[:1].isupper():
        yield from (other + rest for other in _alternatives().get(article + hyphen, ()))
