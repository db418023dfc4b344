"""Says who a noun phrase speaks of, from the marks in it and from what the article has said before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from agents.extraction.actors import ActorIndex, Entry, Resolution, RoleHit
from agents.extraction.gazetteer import Gazetteer
from agents.extraction.grammar import SURFACE_OBJECTS
from agents.extraction.mentions.marked import OF, Marked, NounPhrase, governed, only_the
from agents.extraction.mentions.mention import Description, Mention, MentionMap, Sort
from agents.extraction.mentions.sectors import Sectors
from agents.extraction.tree import Word, head_of
from agents.extraction.words import WordLists, load_words
from schemas import Sector, SuppliedEntity

_HOME_OF = frozenset({"of", "from"})
_AT_HOME = _HOME_OF | {"in"}
_ABROAD = frozenset({"REB", "UAF", "MIL", "SPY", "JRN", "GOV", "REF"})
"""Sectors whose people may well be in a town of another country: "troops in Goma", "a spokesman in Geneva"."""
_ARMED = frozenset({"REB", "UAF", "MIL", "SPY", "BUS", "PTY", "CRM"})
"""Sectors whose groups bear names of their own: "Badr militiamen" are of no town."""
_COUNTRY_KINDS = frozenset({"country", "adjective", "abbreviation", "people", "capital", "seat", "region"})
_NOUNS = frozenset({"country", "region", "capital"})
_ETHNIC = "ethnic"
_PEOPLES = frozenset({"people", "adjective"})
_LANDS = frozenset({"country", "region"})
_TAKES_PART = frozenset({"nsubj", "agent", "pobj", "dobj", "dative", "nsubjpass", "conj", "iobj"})
GRACE = timedelta(days=7)
"""For how long who has lost an office is still spoken of as its holder."""
MAX_NAMES = 2_000
"""Names remembered in one article."""


class Describer:
    """Describes the phrases of one article as of its date."""

    def __init__(self, actors: ActorIndex, gazetteer: Gazetteer, lists: WordLists, on: date | None) -> None:
        self._gazetteer = gazetteer
        self._actors = actors
        self._lists = lists
        self._on = on
        self.sectors = Sectors(actors, lists, on)
        self._names: dict[str, Description] = {}
        self._offices: dict[str, Description] = {}
        self.near: frozenset[str] = frozenset()
        """The countries that the article speaks of, once that is known: they choose among cities of one name."""

    def is_town(self, words: Sequence[Word]) -> bool:
        """Whether there is a town of this name."""
        return self._gazetteer.has(" ".join(word.text for word in words if word.is_proper))

    def recognised(self, words: Sequence[Word], label: str) -> Description | None:
        """Who a recognised name stands for: a person, a body, or a place whose country is beyond doubt."""
        name = " ".join(word.text for word in words if word.is_proper) or words[-1].text
        known = self._names.get(name)
        if known is not None and known.sort == "person":
            return known  # a surname may be a town's name too
        city = self._gazetteer.resolve(name, self.near) if label in ("GPE", "ORG") else None
        if city is not None:
            return Description(name, city.country, ("CVL",), basis="recogniser", confidence=0.6, sort="state")
        if label in ("GPE", "NORP"):
            return None
        sort: Sort = "person" if label == "PERSON" else "body"
        about = Description(name, None, basis="recogniser", confidence=0.5, sort=sort)
        self._remember([words[-1].text], about)
        return about

    def join_apposition(self, mention: Mention, found: MentionMap) -> None:
        """Let a name and the description beside it explain each other: "X, Poland's deputy minister, fled"."""
        beside = mention.head.child("appos")
        other = found.at(beside) if beside is not None else None
        if other is None or other is mention:
            return
        name, role = (mention, other) if mention.about.name and mention.about.basis != "role" else (other, mention)
        if name.supplied or role.supplied or not _explains(role, name):
            return
        sort = _sort_beside(name.about, role.about)
        if name.about.sort != sort:
            name.about = replace(name.about, sort=sort)
        if name.about.country is None and name.about.basis in ("title", "recogniser"):
            former = role.about.former or any(word.lower in self._lists.former for word in role.head.children)
            name.about = replace(
                name.about, country=role.about.country, sectors=role.about.sectors, role=role.about.role, former=former
            )
            self._names[name.head.text] = name.about
        elif not name.about.sectors and name.about.sort == "person" and _can_be_of(role.about, name.about):
            name.about = replace(name.about, sectors=role.about.sectors, role=role.about.role)
            if name.about.actor_id is not None:
                self._offices[name.about.actor_id] = name.about
        role.antecedent = name if name is not role and name.start < role.start else None

    def recall_office(self, mention: Mention) -> None:
        """Give somebody whom the data know in no office then the one that the article told with an earlier mention."""
        about = mention.about
        if about.sort != "person" or about.actor_id is None:
            return
        if about.sectors:
            if about.title is not None:
                self._offices.setdefault(about.actor_id, about)
            return
        told = self._offices.get(about.actor_id)
        if told is not None:
            mention.about = replace(about, sectors=told.sectors, role=told.role)

    def country_of(self, item: Marked) -> str | None:
        """The country of a mark."""
        return self._country_in([item])

    def remembered(self, name: str) -> Description | None:
        """Who the article has said to bear this name."""
        return self._names.get(name)

    def supplied(
        self, entity: SuppliedEntity, words: Sequence[Word], inside: Sequence[Marked], found: MentionMap
    ) -> Description:
        """Who a publisher's entity is: what is given wins, and the rest is resolved as usual."""
        head = head_of(list(words))
        own = [item for item in inside if head in item.words] or list(inside)
        about = self.describe(NounPhrase(head, words, own), found) or Description()
        sectors: tuple[Sector, ...] = (entity.sector,) if entity.sector else about.sectors
        return replace(
            about, name=entity.name or about.name, country=entity.country or about.country, sectors=sectors,
            basis="publisher", confidence=1.0,
        )  # fmt: skip

    def describe(self, phrase: NounPhrase, found: MentionMap) -> Description | None:
        """Who a phrase speaks of; None where its marks mean nothing here."""
        head, marks = phrase.head, phrase.marks
        kin = next((item for item in marks if _is_namesake(item, phrase)), None)
        if kin is not None and kin.mark.actor is not None:
            about = self.describe(phrase.without(kin), found)
            return about and replace(about, country=about.country or kin.mark.actor.entry.country, sort="person")
        former = not self._lists.former.isdisjoint([word.lower for word in phrase.words])
        named = [item for item in marks if item.mark.actor and item.mark.actor.entry.kind not in _COUNTRY_KINDS]
        roles = [item for item in marks if item.mark.role]
        title = roles[-1] if roles else None
        if named and not any(head in item.words for item in roles):
            about = self._named(named[-1], title, former=former)
            if about is not None and about.sort == "person" and len(named[-1].words) > 1:
                self._remember([named[-1].words[-1].text], about)
            is_common = named[-1].mark.actor is not None and named[-1].mark.actor.entry.kind == "institution"
            return self._of_owner(about, phrase, found) if about is not None and is_common else about
        if title is not None:
            return self._by_role(phrase, title, found, former=former)
        if head.is_proper and not phrase.is_marked(head):
            return self._unknown_name(phrase)
        kind = self.sectors.bearer(head)
        if kind is not None:
            country = self._country_in(marks)
            return Description(country=country, sectors=kind[:1], role=head.lemma, basis="role", sort=kind[1])
        return self._country(phrase)

    def _named(self, item: Marked, title: Marked | None, *, former: bool) -> Description | None:
        """Who is named, with the office that the text gives; a surname alone that is in doubt is nobody's."""
        hit = item.mark.actor
        assert hit is not None
        if hit.needs_context and hit.confidence < 0.5 and title is None and hit.short:
            return None
        found = self._lately(hit.entry, self._actors.resolve(hit.entry, self._on))
        sectors, left = found.sectors, found.former
        if title is not None and title.mark.role is not None and ((left and not former) or not sectors):
            sectors, left = title.mark.role.entry.sectors, False  # the text knows better who is in office
        return Description(
            found.name, found.country, sectors, found.role, _text(title), found.actor_id,
            left or former, "actors", hit.confidence, "person" if hit.entry.kind == "person" else "body",
        )  # fmt: skip

    def _lately(self, entry: Entry, found: Resolution) -> Resolution:
        """Who fell this week is still spoken of as the holder: the news is of the fall, and of what led to it."""
        if not found.former or self._on is None or entry.kind != "person":
            return found
        left = max((term.end for term in entry.terms if term.end is not None and term.end <= self._on), default=None)
        if left is None or self._on - left > GRACE:
            return found
        return self._actors.resolve(entry, left - timedelta(days=1))

    def _of_owner(self, about: Description, phrase: NounPhrase, found: MentionMap) -> Description:
        """Institutions share their names: "Paraguay's Congress" is not the one that the name alone would mean."""
        near = [item for item in phrase.marks if item.mark.actor and item.mark.actor.entry.kind in _COUNTRY_KINDS]
        country = self._country_in(near) or _country_around(phrase.head, found)
        if country is None or country == about.country:
            return about
        return replace(about, country=country, actor_id=None, name=None)

    def _by_role(self, phrase: NounPhrase, title: Marked, found: MentionMap, *, former: bool) -> Description:
        """Who bears a role: of the country that the phrase names, else of its town; by name where one follows."""
        role = title.mark.role
        assert role is not None
        head, marks = phrase.head, [item for item in phrase.marks if not _is_given_name(item, title, phrase)]
        phrase = NounPhrase(head, phrase.words, marks)
        nationality = self._country_in(marks)
        country = nationality or self._country_of_owner(head, found, role)
        name = [word.text for word in phrase.words if word.is_proper and not phrase.is_marked(word)]
        if country is None:
            town = _before(title, phrase)
            country = self._country_of_town(town, role) or self._of_town(head, found, role)
            name = [] if town and country is not None else name
        sectors = self.sectors.of_role(phrase, title, found, nationality)
        about = Description(
            " ".join(name) or None, country, sectors, role.entry.role, _text(title), None, former,
            "title" if name else "role", 0.9 if country else 0.6, self._sort_of(head, title, role),
        )  # fmt: skip
        if name:
            self._remember(name, about)
        return about

    def _country_of_owner(self, head: Word, found: MentionMap, role: RoleHit) -> str | None:
        """The country of what a role is "of"; who does others harm is not theirs: "captors of the Thai crew"."""
        if head.lemma in self._lists.against_others:
            return None
        return _country_around(head, found, abroad=role.entry.role in self._lists.envoys)

    def _of_town(self, head: Word, found: MentionMap, role: RoleHit) -> str | None:
        """'Residents of Mombasa', 'a hospital in Isfara', where nothing else has told of the town."""
        abroad = role.entry.sector in _ABROAD or role.entry.role in self._lists.envoys
        for noun in governed(head, _HOME_OF if abroad else _AT_HOME, 1):
            if noun.is_proper and found.at(noun) is None:
                return self._country_of_town([*(one for one in noun.children if one.dep == "compound"), noun], role)
        return None

    def _country_of_town(self, town: Sequence[Word], role: RoleHit) -> str | None:
        """The country of a town whose people or officials are spoken of; of a small one where no arms are in play."""
        name = " ".join(word.text for word in town)
        if not name:
            return None
        city = self._gazetteer.resolve(name, self.near)
        if city is not None:
            return city.country
        return None if role.entry.sector in _ARMED else self._gazetteer.home(name)

    def _sort_of(self, head: Word, title: Marked, role: RoleHit) -> Sort:
        """Who holds a post with a body is a person: "the regional police chief"."""
        if head in title.words or head.lemma not in self._lists.posts:
            return _sort(role)
        return "group" if head.tag == "NNS" else "person"

    def _unknown_name(self, phrase: NounPhrase) -> Description:
        """A name that the data do not know, with the country that the phrase names."""
        name = " ".join(word.text for word in phrase.words if word.is_proper)
        craft = phrase.words[-1].text.lower().removesuffix("s") in self._lists.military_assets  # "two Sudanese MiGs"
        sectors: tuple[Sector, ...] = ("MIL",) if craft else ()
        return Description(name or None, self._country_in(phrase.marks), sectors, basis="title", confidence=0.6)

    def _country(self, phrase: NounPhrase) -> Description | None:
        """What a country's name or a nationality stands for here: its government, a people, a citizen, an army."""
        head, marks = phrase.head, phrase.marks
        item = next((item for item in marks if head in item.words), marks[-1] if marks else None)
        hit = item.mark.actor if item else None
        if item is None or hit is None:
            return None
        bearer = self._names.get(head.text) if hit.entry.kind in _NOUNS else None
        if bearer is not None and bearer.sort == "person":
            return bearer  # a surname may be a province's name too, or a country's
        if hit.entry.kind in _NOUNS and self._is_surname(item, phrase):
            return self._surname(phrase)
        found = self._actors.resolve(hit.entry, self._on)
        named = hit.entry.kind in _PEOPLES and head.tag.startswith("NN")
        if named and (found.country is None or _tells_descent(item, phrase)):
            return self._descendants(item, phrase)
        nation = hit.entry.kind in _PEOPLES and self._is_nation(head, item.words)
        sectors = ("GOV",) if nation else found.sectors or self.sectors.of_adjective(head)
        sort: Sort = "group" if hit.entry.kind == "people" else "state"
        if sectors == ("CVL",) and head.tag in ("NNS", "NNPS") and self.sectors.is_displaced(head):
            sectors = ("REF", "CVL")
        return Description(found.name, found.country, sectors, actor_id=found.actor_id, sort=sort)

    def _surname(self, phrase: NounPhrase) -> Description:
        """Somebody who bears a country's name, alone too from here on."""
        name = [word.text for word in phrase.words if word.is_proper]
        about = Description(" ".join(name), None, basis="title", confidence=0.6, sort="person")
        self._remember(name, about)
        return about

    def _is_surname(self, item: Marked, phrase: NounPhrase) -> bool:
        """Whether a country's name is somebody's: "Carlos Montenegro", after a given name."""
        first = item.words[0].index
        before = next((word for word in phrase.words if word.index == first - 1), None)
        if before is None or not before.is_proper or item.words[-1] is not phrase.head:
            return False
        return before.lower in self._lists.male_names or before.lower in self._lists.female_names

    def _is_nation(self, head: Word, name: Sequence[Word]) -> bool:
        """'the Thais objected', "offered the Burmese talks": but "arrested the Pakistani" is of one man."""
        if head.dep not in _TAKES_PART or not only_the(head, name):
            return False
        verb = head.head
        return head.dep not in SURFACE_OBJECTS or verb is None or verb.lemma not in self._lists.done_to_people

    def _descendants(self, item: Marked, phrase: NounPhrase) -> Description:
        """'Ethnic Albanians', "Kosovo Albanians", "the Kurds": a people with no state of its own there."""
        country = self._country_in(phrase.others(item))
        sectors: tuple[Sector, ...] = ("REF", "CVL") if self.sectors.is_displaced(item.head) else ("CVL",)
        return Description(country=country, sectors=sectors, role="people", basis="role", confidence=0.6, sort="group")

    def _country_in(self, marks: Sequence[Marked]) -> str | None:
        for item in marks:
            if item.mark.actor is not None:
                return self._actors.resolve(item.mark.actor.entry, self._on).country
        return None

    def _remember(self, name: Sequence[str], about: Description) -> None:
        if len(self._names) < MAX_NAMES:
            self._names.setdefault(name[-1], about)


def _explains(role: Mention, name: Mention) -> bool:
    """Whether a mention beside a name is a description that can be of its bearer."""
    return role.about.basis == "role" and role.about.role is not None and _agree(name.about, role)


def _sort_beside(name: Description, role: Description) -> Sort:
    """What a name is that has an office beside it: a person's, also where the recogniser took it for a body's."""
    taken = name.basis == "recogniser" and name.sort == "body" and " " in (name.name or "")
    return "person" if taken and role.sort == "person" else name.sort


def _agree(name: Description, role: Mention) -> bool:
    """Whether a name can be a description's: one of those who mostly act in numbers is a person, "a nurse, X"."""
    sort = _sort_beside(name, role.about)
    return sort == role.about.sort or (sort == "person" and role.about.sort == "group" and role.head.tag == "NN")


def _can_be_of(role: Description, name: Description) -> bool:
    """Whether a description's country leaves open that it is of whom a name of the data means."""
    return role.country in (None, name.country)


def _country_around(head: Word, found: MentionMap, *, abroad: bool = False) -> str | None:
    """The country of the possessor, or of the 'of' phrase: "Turkey's officials", "the president of Iran".

    Those who speak for a country ``abroad`` are not of where they are: "the embassy in Amman".
    """
    if not found.mentions:
        return None
    near = head.having("poss") or governed(head, OF - {"in"} if abroad else OF)
    owners = [mention for word in near if (mention := found.at(word)) is not None]
    return next((owner.about.country for owner in owners if owner.about.country), None)


def _before(title: Marked, phrase: NounPhrase) -> list[Word]:
    """The capitalised words right before a role that is a common noun: "Nakuru" of "Nakuru police"."""
    if phrase.head.is_proper or phrase.head not in title.words:
        return []
    first = title.words[0].index
    town = [word for word in phrase.words if word.index < first and word.text[:1].isupper()]
    row = [word for place, word in enumerate(town) if word.index == first - len(town) + place]
    return row if len(row) == len(town) else []


def _tells_descent(item: Marked, phrase: NounPhrase) -> bool:
    """Whether a people's name is not that of citizens: "ethnic Serbs", "Kosovo Albanians", "Karabakh Armenians"."""
    if any(child.lower == _ETHNIC for child in phrase.head.children):
        return True
    before = [other.mark.actor for other in phrase.others(item) if other.head.dep == "compound"]
    return phrase.head.tag in ("NNPS", "NNS") and any(land is not None and land.entry.kind in _LANDS for land in before)


def _sort(role: RoleHit) -> Sort:
    if role.entry.kind == "body":
        return "body"
    return "group" if role.plural or role.entry.kind == "group" else "person"


def _is_namesake(item: Marked, phrase: NounPhrase) -> bool:
    """Whether a surname is borne here by somebody else: "Imelda Marcos", where the data know a Ferdinand.

    Spellings of first names differ, so that their initials decide; an office or a nationality is no first name. Who
    shares a rare surname with a leader is mostly kin, and of the same country.
    """
    actor = item.mark.actor
    if actor is None or not actor.short or actor.entry.kind != "person":
        return False
    before = next((word for word in phrase.words if word.index == item.words[0].index - 1), None)
    if before is None or not before.is_proper or not before.text.istitle() or phrase.is_marked(before):
        return False
    if before.lower.rstrip(".") in load_words().forms_of_address:
        return False  # "Mr Putin"
    initials = {name[0].casefold() for entry in actor.candidates for name in entry.name.split()}
    return before.text[0].casefold() not in initials


def _is_given_name(item: Marked, title: Marked, phrase: NounPhrase) -> bool:
    """Whether a place's name is somebody's, between the title and the surname: "Mayor Washington Ortiz"."""
    if item.mark.actor is None or item.mark.actor.entry.kind not in _NOUNS or phrase.is_marked(phrase.head):
        return False
    before, after = item.words[0].index - 1, item.words[-1].index + 1
    return title.words[-1].index == before and phrase.head.is_proper and phrase.head.index == after


def _text(item: Marked | None) -> str | None:
    return " ".join(word.text for word in item.words) if item is not None else None
