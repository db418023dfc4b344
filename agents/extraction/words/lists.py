"""Reads the YAML files of this folder: the word lists that the rules of extraction ask for.

Verbs, nouns, adjectives and names stand there. Closed classes of grammar (auxiliaries, pronouns, the prepositions of a
construction) and labels of the parser are part of a rule, and stand beside it.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from schemas import Sector

FILES: Final = ("english.yaml", "parties.yaml", "circumstances.yaml", "names.yaml")


@dataclass(config=ConfigDict(extra="forbid"), frozen=True, slots=True)
class WordLists:
    """The lists, file by file; what each is for stands there above it. All words are lower-case lemmas.

    A class with slots, not a model: the rules ask for the lists of every word, and a model is four times as slow.
    """

    # english.yaml
    light_verbs: frozenset[str]
    inverse_light_verbs: frozenset[str]
    accompanying: frozenset[str]
    event_nouns: frozenset[str]
    not_events: frozenset[str]
    event_suffixes: tuple[str, ...]
    reciprocal: frozenset[str]
    patient_possessor: frozenset[str]
    subject_of: frozenset[str]
    subject_control: frozenset[str]
    object_control: frozenset[str]
    say_verbs: frozenset[str]
    target_prepositions: tuple[str, ...]
    reason_prepositions: frozenset[str]
    pair_nouns: frozenset[str]
    pair_people: frozenset[str]
    short_bodies: dict[str, tuple[str, ...]]
    shared_bodies: frozenset[str]
    future_governors: frozenset[str]
    future_adjectives: frozenset[str]
    irrealis_governors: frozenset[str]
    conditions: frozenset[str]
    past_adverbs: frozenset[str]
    locatives: frozenset[str]
    directions: frozenset[str]
    motion: frozenset[str]
    seeing: frozenset[str]
    happens_at: frozenset[str]
    times: frozenset[str]
    ground: frozenset[str]
    grounds: frozenset[str]
    islands: frozenset[str]
    no_ground: frozenset[str]
    failures: frozenset[str]
    preventing: frozenset[str]
    ahead: frozenset[str]
    provisos: frozenset[str]
    cases: frozenset[str]
    untrue: frozenset[str]
    proofs: frozenset[str]
    rumours: frozenset[str]
    dismissing: frozenset[str]
    within: frozenset[str]
    eras: frozenset[str]
    recent: frozenset[str]
    old_wars: frozenset[str]
    times_past: frozenset[str]
    bygone: frozenset[str]
    circumstances: frozenset[str]
    female_names: frozenset[str]
    male_names: frozenset[str]
    ruling: frozenset[str]
    fighting: frozenset[str]
    sponsoring: frozenset[str]
    envoys: frozenset[str]
    speakers_for: frozenset[str]
    kinds_of_others: frozenset[str]
    sending_back: frozenset[str]
    fleeing: frozenset[str]
    partitives: frozenset[str]
    military_assets: frozenset[str]
    military_marks: frozenset[str]
    business_assets: frozenset[str]
    posts: frozenset[str]
    person_suffixes: tuple[str, ...]
    answering: frozenset[str]
    openings: frozenset[str]
    replies: frozenset[str]
    mediating: frozenset[str]
    answering_phrases: frozenset[str]
    judging: frozenset[str]
    condemning: frozenset[str]
    opposing: frozenset[str]
    shared_things: frozenset[str]
    dispatching: frozenset[str]
    posting: frozenset[str]
    transfers: frozenset[str]
    seeking: frozenset[str]
    redress: frozenset[str]
    receiving: frozenset[str]
    prompting: frozenset[str]
    pleas: frozenset[str]
    domestic: frozenset[str]
    ways: frozenset[str]
    speaking: frozenset[str]
    others: frozenset[str]
    own_people: frozenset[str]
    against_others: frozenset[str]
    sending_own: frozenset[str]
    struck: dict[str, Sector]
    striking: frozenset[str]
    firing: frozenset[str]
    struck_after: frozenset[str]
    harming: frozenset[str]
    done_to_people: frozenset[str]
    protesting: frozenset[str]
    subduing: frozenset[str]
    yielding: frozenset[str]
    enforcing: frozenset[str]
    measures: frozenset[str]
    crowds: frozenset[str]
    crowding: frozenset[str]
    unowned_weapons: dict[str, Sector]
    means: frozenset[str]
    headline_verbs: frozenset[str]
    readiness: frozenset[str]
    plural_modifiers: frozenset[str]
    collectives: frozenset[str]
    barriers: frozenset[str]
    charging: frozenset[str]
    handing_back: frozenset[str]
    spans: frozenset[str]
    ending: frozenset[str]
    defending: frozenset[str]
    settings: frozenset[str]
    ousting: frozenset[str]
    resuming: frozenset[str]

    # parties.yaml
    naming: frozenset[str]
    threatening: frozenset[str]
    breaching: frozenset[str]
    leaving_office: frozenset[str]
    awaiting: frozenset[str]
    summoning: frozenset[str]
    legations: frozenset[str]
    resident_envoys: frozenset[str]
    exchanging: frozenset[str]
    signing: frozenset[str]
    reopening: frozenset[str]
    missions: frozenset[str]
    opposite_numbers: frozenset[str]
    former: frozenset[str]
    stand_for_state: frozenset[str]
    joint: frozenset[str]
    exercises: frozenset[str]
    shares_in_a_deed: frozenset[str]
    sent: frozenset[str]
    state_nouns: frozenset[str]
    bare_causatives: frozenset[str]
    objectless: frozenset[str]
    joining: frozenset[str]

    # circumstances.yaml
    staying: frozenset[str]
    appearing: frozenset[str]
    sessions: frozenset[str]
    admitting: frozenset[str]
    raids: frozenset[str]
    settlements: frozenset[str]
    waters: frozenset[str]
    hours: frozenset[str]
    phases: frozenset[str]
    lasting: frozenset[str]
    long_ago: frozenset[str]
    doubts: frozenset[str]
    supposing: frozenset[str]
    occurring: frozenset[str]
    bringing_about: frozenset[str]
    done_to_more: frozenset[str]
    interviewers: frozenset[str]

    # names.yaml
    forms_of_address: frozenset[str]
    place_openings: frozenset[str]
    parts_of_world: dict[str, tuple[str, ...]]
    prefixes: frozenset[str]
    name_particles: frozenset[str]
    parts_of_countries: frozenset[str]
    sold_domains: frozenset[str]


@lru_cache(maxsize=1)
def load_words() -> WordLists:
    """The lists, read once.

    Raises:
        pydantic.ValidationError: the files miss a list or have one that nobody knows.
        ValueError: two files have a list of one name.
    """
    lists: dict[str, object] = {}
    for name in FILES:
        read: dict[str, object] = yaml.safe_load(files(__package__).joinpath(name).read_text(encoding="utf-8"))
        if twice := lists.keys() & read.keys():
            raise ValueError(f"{name}: lists that another file has too: {', '.join(sorted(twice))}")
        lists |= read
    return TypeAdapter(WordLists).validate_python(lists)
