"""The parts that mentions and events share: actors, places, dates, flags, evidence, and the closed vocabularies."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Offset, Part, Span

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT",
]  # fmt: skip
"""PLOVER event types, and STATEMENT for CAMEO 01."""

Sector = Literal[
    "GOV", "LEG", "JUD", "MIL", "SPY", "COP", "PRM", "PTY", "REB", "OPP", "UAF", "BUS", "CRM", "CVL", "EDU", "ELI",
    "JRN", "LAB", "MED", "REF", "REL", "SOC", "AGR", "PRE", "UNK",
]  # fmt: skip
"""What part of a society an actor belongs to (PLOVER actor sectors)."""

CameoCode = Annotated[str, Field(pattern=r"^[0-9]{2,4}$", description="The finest CAMEO code that the text supports.")]
QuadClass = Annotated[
    int,
    Field(
        ge=0,
        le=4,
        description="1 verbal and 2 material cooperation, 3 verbal and 4 material conflict; 0 for STATEMENT.",
    ),
]
Goldstein = Annotated[
    float, Field(ge=-10.0, le=10.0, description="CAMEO's Goldstein value, from -10 (most conflictual) to 10.")
]
Mode = Annotated[str | None, Field(description="PLOVER mode, where the type has one: 'visit', 'phone', 'disapprove'.")]
Day = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        description="ISO 8601; the first day of a month or year known no better.",
    ),
]

DatePrecision = Literal["day", "month", "year"]
DateBasis = Literal["stated", "dateline", "published"]
UNKNOWN_DATE = "1970-01-01"
"""The date of an event whose article has none at all; its precision is then a year, its basis ``published``."""

Method = Literal["rule", "model"]


class Actor(Part):
    """Who acted or was acted upon, resolved to a country and a part of its society."""

    text: str | None = Field(default=None, description="The words of the article; absent on events.")
    name: str | None = Field(default=None, description="The usual name of the actor, 'Recep Tayyip Erdogan'.")
    country: str | None = Field(
        default=None, description="ISO 3166 alpha-3, or UNO EUR IGO NGO MNC ISM IMG where no country answers."
    )
    sector: Sector | None = Field(default=None, description="The main sector.")
    sectors: tuple[Sector, ...] = Field(default=(), description="All sectors, the main one first.")
    role: str | None = Field(default=None, description="What the actor is, 'foreign minister'.")
    title: str | None = Field(default=None, description="The title that the text gives, 'Foreign Minister'.")
    actor_id: str | None = Field(default=None, description="Id of the row in the actor data that decided.")


class Location(Part):
    """Where it happened, resolved to coordinates (degrees, WGS 84) where that can be done without a guess."""

    name: str
    country: str | None = Field(default=None, description="ISO 3166 alpha-3.")
    admin1: str | None = Field(default=None, description="First-level division, GeoNames code.")
    latitude: float | None = Field(default=None, ge=-90.0, le=90.0)
    longitude: float | None = Field(default=None, ge=-180.0, le=180.0)
    geonames_id: int | None = None
    basis: Literal["stated", "dateline", "actor"] = "stated"


class EventDate(Part):
    """When it happened: an ISO 8601 date (the first day of a month or year where that is all that is known)."""

    event_date: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    date_precision: DatePrecision = "day"
    date_basis: DateBasis = "published"


class Status(Part):
    """Flags. Only a mention with none of them is a plain report of something that happened now."""

    negated: bool = False
    hypothetical: bool = False
    future: bool = False
    historical: bool = False


FLAGS = tuple(Status.model_fields)
"""The names of the flags, in the order in which they are told."""


class Attribution(Part):
    """Who says so, when the text puts it in someone's mouth."""

    text: str
    country: str | None = None
    quoted: bool = Field(default=False, description="The words stand in quotation marks.")


class Evidence(Part):
    """The sentence, and where in the clean body it and its parts stand (characters, half open)."""

    sentence: str
    start: Offset
    end: Offset
    predicate: Span
    source: Span
    target: Span | None = None
