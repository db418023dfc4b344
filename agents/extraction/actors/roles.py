"""Role nouns and titles: "foreign ministry spokesperson", "peacekeepers", "Prime Minister", each with its sector."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, cast

from agents.extraction.actors.matcher import Matcher
from agents.extraction.actors.names import sectors
from agents.extraction.actors.tables import rows
from agents.extraction.actors.text import fold, lower
from schemas import Sector

RoleKind = Literal["title", "person", "group", "body"]
"""A title stands before a name; a person is a role noun; a group is several people; a body is an institution."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role phrase says of its bearer. ``role`` is the usual word for it, lower case, singular."""

    id: str
    phrase: str
    role: str
    kind: RoleKind
    sectors: tuple[Sector, ...]
    exact: bool

    @property
    def sector(self) -> Sector:
        """The main sector."""
        return self.sectors[0]


class RoleHit(NamedTuple):
    """A role phrase at ``[start, end)``. ``plural`` is true for "ministers" and for nouns that are always plural."""

    start: int
    end: int
    entry: Role
    plural: bool


class RoleIndex:
    """All role phrases of the data, singular and plural. Immutable; safe to share."""

    def __init__(self, forms: dict[str, tuple[Role, bool]]) -> None:
        self._exact = Matcher({form: value for form, value in forms.items() if value[0].exact})
        self._any_case = Matcher({form: value for form, value in forms.items() if not value[0].exact})
        self.roles = {role.id: role for role, _ in forms.values()}

    @classmethod
    def load(cls) -> "RoleIndex":
        """The index of the data file, built once in a process."""
        return _load()

    def find(self, text: str) -> list[RoleHit]:
        """All role phrases in a text, sorted, not overlapping, the longest at each place."""
        matches = [*self._any_case.find(lower(text)), *self._exact.find(fold(text))]
        hits: list[RoleHit] = []
        for start, end, (role, plural) in sorted(matches, key=lambda match: (match[0], -match[1])):
            if not hits or start >= hits[-1].end:
                hits.append(RoleHit(start, end, role, plural))
        return hits


@cache
def _load() -> RoleIndex:
    forms: dict[str, tuple[Role, bool]] = {}
    for row in rows("roles"):
        role = _role(row)
        forms[fold(row["phrase"])] = role, row["plural"] == "="
        if row["plural"] not in ("", "="):
            forms[fold(row["plural"])] = role, True
    return RoleIndex(forms)


def _role(row: dict[str, str]) -> Role:
    return Role(
        f"role:{row['phrase']}", row["phrase"], row["role"] or row["phrase"], cast("RoleKind", row["kind"]),
        sectors(row["sectors"]), row["case"] == "exact",
    )  # fmt: skip
