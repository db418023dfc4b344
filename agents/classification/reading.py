"""Reading a sentence: what each predicate means, from the act it names and the operators above it.

Order of precedence, for one predicate:

1. an act whose arguments fit closely (its conditions hold) wins over an operator that finds nothing below it;
2. otherwise an operator takes the meaning of what it governs and turns it by the composition table;
3. otherwise the act by its head alone;
4. what is only said, or pressed for without a word for what, is a charge where what is said is one;
5. then the predicate's own modality and negation are applied (``agents.classification.modality``).
"""

from dataclasses import dataclass, replace

from agents.classification.charges import Charges
from agents.classification.codebook import only_said
from agents.classification.composition import Composition
from agents.classification.features import View, nominal_view, view
from agents.classification.lexicon import Entry, Index, Match
from agents.classification.modality import MUST, PLAIN, Modality, modality, needed
from agents.classification.structure import (
    CIRCUMSTANCE,
    content_below,
    has_no_ending,
    infinitives_of,
    is_imperative,
    purposes_of,
)
from schemas import Argument, Predicate, Sentence

FITTED = 3
"""Score from which at least one condition on an act's arguments holds."""
REASONS = frozenset({"for", "over"})
"""What joins a reason: 'dismissed him for trying' refuses nothing, 'thanked him for trying' thanks for that."""
WITHOUT_REASONS = frozenset({"reject"})
"""Families of operators whose content is never the reason."""
FINITE = frozenset({"past", "present"})
"""Tenses of what is said to be so; what shall be is no charge."""
OTHERS = frozenset({"appeal", "demand", "accuse", "condemn", "praise", "threaten"})
"""Families whose target is the one who does what stands below the operator."""
MAX_DEPTH = 6
"""Operators above operators that are followed; nothing in plain prose goes deeper."""


# Not frozen, as that would take three times as long to make, and there are several to a sentence; nothing alters one.
@dataclass(slots=True)
class Reading:
    """What a predicate means: a CAMEO code, the entries that decided from the outside in, and where the act stands.

    ``act`` is the index of the predicate that names the act, None where only a noun among the arguments does;
    ``consumed`` are the predicates below that say nothing of their own any more.
    """

    code: str
    entries: tuple[Entry, ...]
    score: int
    index: int
    act: int | None
    consumed: frozenset[int] = frozenset()
    family: str | None = None
    modality: Modality = PLAIN
    purposes: tuple[int, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry of the act itself."""
        return self.entries[-1]

    @property
    def given(self) -> bool:
        """Whether the act's object is what is sent or given."""
        return self.entry.given


class Reader:
    """Reads the predicates of one sentence, each once."""

    def __init__(
        self, acts: Index, operators: Index, composition: Composition, charges: Charges, sentence: Sentence
    ) -> None:
        self.acts = acts
        self.operators = operators
        self.composition = composition
        self.charges = charges
        self.sentence = sentence
        self.predicates = sentence.predicates
        self.children = content_below(sentence)
        self.purposes = purposes_of(sentence.predicates)
        self.then = infinitives_of(sentence.predicates)
        self.readings: dict[int, Reading | None] = {}

    def read(self, index: int, depth: int = 0) -> Reading | None:
        """The meaning of predicate ``index``, or None where the lexicon knows nothing of it."""
        if index not in self.readings:
            self.readings[index] = None
            if depth < MAX_DEPTH:
                self.readings[index] = self._read(index, depth)
        return self.readings[index]

    def _read(self, index: int, depth: int) -> Reading | None:
        """The meaning of a predicate by the order of precedence above."""
        act, operator = self._matches(index)
        bare = self._act(act, index)
        composed = self._composed(operator, index, depth) if operator else None
        if bare is None and composed is None and self._is_duty(index):
            obligation = self.operators.best(View("must"))
            composed = self._composed(obligation, index, depth) if obligation else None
        chosen = _prefer(bare, composed)
        if chosen is None or chosen.act != index or only_said(chosen.code):
            chosen = self._charge(index) or chosen
        return self._modal(chosen, self.predicates[index]) if chosen else None

    def _matches(self, index: int) -> tuple[Match | None, Match | None]:
        """The act and the operator that a predicate fits best."""
        predicate = self.predicates[index]
        if not (self.acts.knows(predicate) or self.operators.knows(predicate)):
            return None, None
        seen = self.view(index)
        return self.acts.best(seen), self.operators.best(seen)

    def _is_duty(self, index: int) -> bool:
        """Whether somebody must do it: 'the shelling must stop', 'Chad has to respect the line'."""
        predicate = self.predicates[index]
        above = self.predicates[predicate.governor] if predicate.governor is not None else None
        return not MUST.isdisjoint(predicate.auxiliaries) or needed(predicate, above)

    def view(self, index: int) -> View:
        """A predicate as the lexicon sees it, with what it is done or asked for."""
        return view(self.predicates[index], self.then.get(index, ()))

    def _charge(self, index: int) -> Reading | None:
        """An accusation: that somebody says of another what is a charge."""
        if self.predicates[index].lemma not in self.charges.speech:
            return None
        for child in self.children[index]:
            said = self.predicates[child]
            match = self.charges.best(said) if said.tense in FINITE else None
            if match is not None and match.entry.code is not None:
                below = frozenset(self.children[index]).union(self.children[child])
                return Reading(match.entry.code, (match.entry,), match.score, index, child, below, "accuse")
        return None

    def _act(self, match: Match | None, index: int) -> Reading | None:
        if match is None or match.entry.code is None:
            return None
        below = frozenset(self.children[index])
        purposes = tuple(self.purposes[index])
        return Reading(match.entry.code, (match.entry,), match.score, index, index, below, purposes=purposes)

    def _composed(self, match: Match, index: int, depth: int) -> Reading | None:
        """An operator over what it governs, or its bare code."""
        operator = match.entry
        family = operator.family or "keep"
        subject = None
        if operator.over_subject:
            subject, content = self._subject_predicate(index), self._subject(index, depth)
        else:
            content = self._content(index, depth, operator)
        nominal = content is None or content.index == index or self.predicates[content.index].kind == "noun"
        asked = self._asked(operator, index) if content is None else None
        if operator.clausal and nominal and not asked:
            return None
        if content and not self._takes(operator, content.index):
            return None
        if content is None:
            return self._bare(match, index, asked or family, subject)
        family = self._family(operator, index, content, nominal)
        shared = family == "keep" and self._is_shared(index, content.index)
        code = None if shared else content.entry.under.get(family) or self.composition.compose(family, content.code)
        if code is None:
            return None
        entries = (match.entry, *content.entries)
        score = match.score + (_nominal_weight(content) if nominal else content.score)
        act = content.act if content.act is not None else index
        lasting = self._lasting(family, content.modality, changed=code != content.code)
        meant = content.family if family == "keep" and content.family in OTHERS else family
        return Reading(code, entries, score, index, act, self._below(index, subject) | content.consumed, meant, lasting)

    @staticmethod
    def _lasting(family: str, below: Modality, *, changed: bool) -> Modality:
        """What of the act's own modality still holds under an operator, and what that adds."""
        if family in ("fail", "short") and not changed:
            return replace(PLAIN, negated=True)
        ahead = below.future if family == "keep" else family == "will" and not changed
        return replace(PLAIN, future=True) if ahead else PLAIN

    def _bare(self, match: Match, index: int, family: str, subject: int | None) -> Reading | None:
        """An operator over what the lexicon does not know."""
        code = match.entry.code or self.composition.bare(family)
        if code is None or self.predicates[index].kind == "noun":
            return None
        return Reading(code, (match.entry,), match.score, index, subject, self._below(index, subject), family)

    def _takes(self, operator: Entry, index: int) -> bool:
        """Whether what stands below an operator has the form that it wants."""
        if operator.infinitive:
            return self.predicates[index].governance == "infinitive"
        return not operator.subjunctive or self._is_bare(index)

    def _asked(self, operator: Entry, index: int) -> str | None:
        """The family of an operator over a verb that the lexicon does not know but that is asked for all the same."""
        if operator.subjunctive:
            return operator.family if any(self._is_bare(child) for child in self.children[index]) else None
        bidden = [child for child in self.children[index] if self._is_bidden(child)]
        if operator.of_others and any(self._is_of_others(index, child) for child in bidden):
            return operator.of_others
        return operator.over_infinitives if bidden else None

    def _is_bare(self, index: int) -> bool:
        """Whether what a verb of saying governs should be done: a clause with 'should', or with a verb as it stands.

        'Suggested that Chad pay' wants something, 'suggested that Chad pays' and 'that Chad paid' only tell it.
        """
        below = self.predicates[index]
        return "should" in below.auxiliaries or (not below.auxiliaries and has_no_ending(below, self.sentence))

    def _below(self, index: int, subject: int | None) -> frozenset[int]:
        """What a predicate leaves nothing to say: its content, and its subject where it speaks of that."""
        return frozenset(self.children[index]).union(() if subject is None else (subject,))

    def _is_bidden(self, index: int) -> bool:
        """Whether a verb is an infinitive or an imperative below what governs it."""
        below = self.predicates[index]
        if below.governance == "infinitive":
            return True
        return below.governor is not None and is_imperative(below, self.predicates[below.governor], self.sentence)

    def _family(self, operator: Entry, index: int, content: Reading, nominal: bool) -> str:
        """What the operator does: to a noun, or to what somebody else is to do, perhaps another thing."""
        family = operator.family or "keep"
        if nominal:
            return operator.over_nouns or family
        if operator.over_duties and content.modality.obligation:
            return operator.over_duties
        if operator.over_infinitives and self._is_bidden(content.index):
            return operator.over_infinitives
        return operator.of_others if operator.of_others and self._is_of_others(index, content.index) else family

    def _is_of_others(self, index: int, child: int) -> bool:
        """Whether somebody else is to do what stands below an operator."""
        doers, others = self.predicates[index].sources, self.predicates[child].sources
        return bool(doers and others) and not set(doers) & set(others)

    def _is_shared(self, index: int, content: int) -> bool:
        """'Mali joined Chad in urging': both do it, and so the act is told of both by itself."""
        return set(self.predicates[index].sources) < set(self.predicates[content].sources)

    def _content(self, index: int, depth: int, operator: Entry) -> Reading | None:
        """What an operator stands over: the best read predicate below it, or a nominal act among its arguments."""
        below = self.children[index]
        if operator.family in WITHOUT_REASONS:
            below = [child for child in below if self.predicates[child].marker not in REASONS]
        if operator.purpose:
            below = [*self.purposes[index], *(child for child in below if self.predicates[child].marker == "to")]
        read = [reading for child in below if (reading := self.read(child, depth + 1))]
        named = [reading for reading in read if self.predicates[reading.index].governance == "infinitive"]
        read = named or read
        return max(read, key=lambda reading: reading.score) if read else self._nominal_content(index)

    def _subject(self, index: int, depth: int) -> Reading | None:
        """What an operator says of its own subject: a clause there or an act that a noun names."""
        child = self._subject_predicate(index)
        below = self.read(child, depth + 1) if child is not None else None
        subjects = (one for one in self.predicates[index].arguments if one.relation == "subject")
        return below or next((named for one in subjects if (named := self._named(one, index))), None)

    def _subject_predicate(self, index: int) -> int | None:
        """The predicate that is the subject of another."""
        arguments = self.predicates[index].arguments
        return next((one.predicate for one in arguments if one.relation == "subject" and one.predicate != index), None)

    def _nominal_content(self, index: int) -> Reading | None:
        for argument in self.predicates[index].arguments:
            if argument.relation == "subject" or argument.preposition in CIRCUMSTANCE:
                continue
            if named := self._named(argument, index):
                return named
        return None

    def _named(self, argument: Argument, index: int) -> Reading | None:
        """The act that the head noun of an argument names."""
        match = self.acts.best(nominal_view(argument)) if argument.lemma in self.acts.nominal else None
        if match is None or match.entry.code is None:
            return None
        return Reading(match.entry.code, (match.entry,), match.score, index, None)

    def _modal(self, reading: Reading, predicate: Predicate) -> Reading | None:
        """The reading under the predicate's own negation and modality."""
        if reading.entry.negative:
            return reading
        above = self.predicates[predicate.governor] if predicate.governor is not None else None
        shade = modality(predicate, reading.code, above)
        if shade is PLAIN:
            return reading
        if shade.family is None:
            return replace(reading, modality=replace(shade, future=shade.future or reading.modality.future))
        code = reading.entry.under.get(shade.family) or self.composition.compose(shade.family, reading.code)
        return replace(reading, code=code, modality=shade) if code else None


def _nominal_weight(content: Reading) -> int:
    """What a noun below an operator adds to its score; a noun that is a mere operator itself takes away."""
    return 1 if content.entry.family is None else -1


def _prefer(act: Reading | None, composed: Reading | None) -> Reading | None:
    """The closer of the two; of equals the operator, because it has seen more of the sentence.

    An act whose conditions hold is never taken over by a verb that only says that it began or went on; but what is
    done in order to do something else always gives way to that.
    """
    if act is None or composed is None:
        return act or composed
    if composed.family == "purpose":
        return composed
    if composed.family == "keep" and act.score >= FITTED:
        return act
    return act if act.score > composed.score else composed
