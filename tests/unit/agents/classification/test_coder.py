"""The coder as a whole: operators over acts, negation and modality, who did it to whom, and what is left alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agents.classification import Coder
from agents.classification.codebook import CODEBOOK_VERSION
from agents.classification.guessing import ASKED
from agents.classification.model import Guess, Instance, Model
from schemas import EventMention
from tests.support.coding import article, coded, coder, extracted


def brief(mention: EventMention) -> tuple[str, str | None, str | None]:
    return (
        mention.event_type,
        mention.source.country,
        mention.target.country if mention.target else None,
    )


@pytest.mark.parametrize(
    ("text", "event_type", "root"),
    [
        ("Germany urged Russia to withdraw its troops from Georgia.", "REQUEST", "10"),
        ("Russia withdrew its troops from Georgia.", "RETREAT", "08"),
        ("Russia refused to withdraw its troops from Georgia.", "REJECT", "12"),
        ("Russia agreed to withdraw its troops from Georgia.", "AGREE", "03"),
        ("Russia threatened to attack Georgia.", "THREATEN", "13"),
        ("Georgia accused Russia of attacking its villages.", "ACCUSE", "11"),
        ("France condemned the invasion of Kuwait by Iraq.", "ACCUSE", "11"),
        ("Sweden suspended military aid to Uganda.", "SANCTION", "16"),
        ("Canada imposed sanctions on Iran.", "COERCE", "17"),
        ("Canada lifted its sanctions on Iran.", "RETREAT", "08"),
        ("Canada will not lift its sanctions on Iran.", "REJECT", "12"),
        ("Poland said that Belarus must release the journalist.", "REQUEST", "10"),
    ],
)
def test_operators_turn_the_act(text: str, event_type: str, root: str) -> None:
    first = coded(text)[0]
    assert (first.event_type, first.cameo_code[:2]) == (event_type, root)


def test_what_an_operator_governs_does_not_come_out_by_itself() -> None:
    assert [mention.event_type for mention in coded("Germany urged Russia to withdraw its troops from Georgia.")] == [
        "REQUEST"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two Turkish soldiers were killed when Syria's army shelled their base, Ankara said.", ("SYR", "TUR")),
        ("The Cuban navy said that three Cuban soldiers were killed.", None),
        ("Three Egyptian fishermen were wounded after Libya's coast guard fired at them, Cairo said.", ("LBY", "EGY")),
        ("Pakistan's interior minister said that four policemen were wounded in Quetta.", None),
        ("Peru's police said that two Peruvian students were killed.", None),
    ],
)
def test_who_reports_its_own_losses_did_not_inflict_them(text: str, told: tuple[str, str] | None) -> None:
    pairs = {tuple(pair) for kind, *pair in map(brief, coded(text)) if kind == "ASSAULT"}
    assert pairs == ({told} if told else set())


def test_what_two_do_together_is_told_of_both_and_not_between_them() -> None:
    found = [brief(mention) for mention in coded("Mali joined Chad in urging Niger to reopen the border.")]
    assert set(found) == {("REQUEST", "MLI", "NER"), ("REQUEST", "TCD", "NER")}


def test_a_charge_told_to_reporters_is_against_whom_it_speaks_of() -> None:
    found = coded(
        'Iraq met Turkey on Monday. "Turkey is not serious about the talks," Iraq\'s minister told reporters.'
    )
    assert ("ACCUSE", "IRQ", "TUR") in set(map(brief, found))
    assert not any(
        mention.event_type == "ACCUSE" and mention.target and mention.target.sector == "JRN" for mention in found
    )


def test_one_act_told_twice_is_one_mention() -> None:
    found = coded("Iran attacked Iraq, and the attack by Iran on Iraq lasted for hours.")
    assert [brief(mention) for mention in found].count(("ASSAULT", "IRN", "IRQ")) == 1


def test_a_plain_statement_is_nothing_more() -> None:
    found = coded("Chile told Peru that the border is long.")
    assert {mention.event_type for mention in found} <= {"STATEMENT"}


@pytest.mark.parametrize(
    "text",
    [
        "Norway is larger than Denmark.",
        "The population of Kenya exceeds that of Uganda.",
        "Spain beat Portugal two to one in the final.",
        "Oil is cheaper in Nigeria than in Ghana.",
    ],
)
def test_what_is_no_event_is_not_coded(text: str) -> None:
    assert coded(text) == []


def test_the_victim_of_a_passive_is_the_target() -> None:
    found = coded("Two Polish reporters were detained by Belarus.")
    assert brief(found[0]) == ("COERCE", "BLR", "POL")


def test_the_giver_is_the_source_of_what_is_received() -> None:
    found = coded("Malawi received food aid from Tanzania.")
    assert brief(found[0]) == ("AID", "TZA", "MWI")


def test_what_is_sent_is_not_the_target() -> None:
    found = coded("France sent peacekeepers to Mali.")
    assert brief(found[0]) == ("AID", "FRA", "MLI")


def test_both_sides_of_a_mutual_act_are_paired() -> None:
    found = coded("Morocco and Spain signed a fisheries agreement.")
    assert {brief(found[0])[1], brief(found[0])[2]} == {"MAR", "ESP"}
    assert found[0].reciprocal


def test_a_mention_carries_its_evidence() -> None:
    text = "Canada imposed sanctions on Iran."
    evidence = coded(text)[0].evidence
    assert text[evidence.source.start : evidence.source.end] == "Canada"
    assert evidence.target is not None
    assert text[evidence.target.start : evidence.target.end] == "Iran"
    assert "imposed" in text[evidence.predicate.start : evidence.predicate.end]


def test_mentions_are_valid_messages_and_come_out_the_same_each_time() -> None:
    one = extracted([article(7, "Turkey and Syria exchanged fire, and Iran called on Turkey to stop.")])[0]
    first = [mention.to_bytes() for mention in coder().code(one)]
    assert first
    assert first == [mention.to_bytes() for mention in coder().code(one)]
    assert all(EventMention.from_bytes(value).codebook_version == CODEBOOK_VERSION for value in first)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Germany will send howitzers to Lithuania.", {"future"}),
        ("Germany to send howitzers to Lithuania", {"future"}),
        ("Germany promised howitzers to Lithuania.", set()),
        ("Germany will not send howitzers to Lithuania.", set()),
        ("Uganda threatened to attack Kenya unless it paid.", {"hypothetical"}),
        ("Uganda's minister threatened to close any Kenyan newspaper that printed the figures.", {"hypothetical"}),
        ("Uganda is ready to free the Kenyan soldiers provided that Nairobi releases the pilots.", {"hypothetical"}),
        ("Uganda threatened to attack Kenya.", set()),
        ("Will the Kenyan president meet the Ugandan president?", {"hypothetical"}),
        ("Uganda would not hear of a Kenyan base.", set()),
        ("Uganda offered Kenya a loan if Kenya opened the border.", {"hypothetical"}),
        ("Uganda offered Kenya a loan.", set()),
    ],
)
def test_what_is_only_willed_is_future_and_what_is_refused_is_said_now(text: str, expected: set[str]) -> None:
    status = coded(text)[0].status
    assert {flag for flag, is_set in status.model_dump().items() if is_set} == expected


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("The president of Kenya will meet the president of Uganda on 3 May 2026.", "CONSULT"),
        ("Norway is due to sign a treaty with Latvia on 3 May 2026.", "SUPPORT"),
        ("Canada will lift its sanctions on Iran on 3 May 2026.", "AGREE"),
        ("Canada will impose sanctions on Iran on 3 May 2026.", "COERCE"),
        ("Canada will bomb Iran on 3 May 2026.", "THREATEN"),
    ],
)
def test_an_appointment_is_the_act_itself_and_other_wills_are_words(text: str, event_type: str) -> None:
    dated = article(0, text).model_copy(update={"published_at": datetime(2026, 4, 20, tzinfo=UTC)})
    assert coder().code(extracted([dated])[0])[0].event_type == event_type


def test_a_denial_is_a_statement_and_a_denied_visa_a_refusal() -> None:
    assert coded("Iran denied shelling Saudi Arabia.")[0].event_type == "STATEMENT"
    assert coded("Iran denied a visa to a Saudi minister.")[0].event_type == "REJECT"


def test_an_envoy_who_is_expelled_stands_for_his_country() -> None:
    assert [brief(one) for one in coded("Moldova expelled the Russian ambassador.")] == [("SANCTION", "MDA", "RUS")]


def test_clauses_on_both_sides_of_a_semicolon_say_each_its_own() -> None:
    found = {brief(one) for one in coded("Kenya accused Rwanda of smuggling; Rwanda denied it.")}
    assert ("ACCUSE", "KEN", "RWA") in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya renewed its demand that Uganda release the fishermen.", ("REQUEST", "KEN", "UGA")),
        ("Kenya repeated its threat that it would attack Uganda.", ("THREATEN", "KEN", "UGA")),
        ("Kenya rejected the demand that Uganda made.", ("REJECT", "KEN", "UGA")),
    ],
)
def test_a_noun_and_its_clause_are_read_as_one(text: str, expected: tuple[str, str, str]) -> None:
    assert brief(coded(text)[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile said that lifting the blockade of Peru was unacceptable.", ("REJECT", "CHL", "PER")),
        ("Chile said that the extradition of the general to Peru was out of the question.", ("REJECT", "CHL", "PER")),
        ("Chile said that a withdrawal by Peru was essential.", ("REQUEST", "CHL", "PER")),
        ("Chile said that a ceasefire by Peru was needed.", ("REQUEST", "CHL", "PER")),
    ],
)
def test_what_is_said_of_an_act_turns_it(text: str, expected: tuple[str, str, str]) -> None:
    assert brief(coded(text)[0]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jordan said that Syria was behind the raid.", ("ACCUSE", "JOR", "SYR")),
        ("Jordan said that Syria was responsible for the raid.", ("ACCUSE", "JOR", "SYR")),
        ("Jordan said that Syria would pay a heavy price.", ("THREATEN", "JOR", "SYR")),
        ("Jordan said that Syria would not be welcome at the talks.", ("REJECT", "JOR", "SYR")),
    ],
)
def test_what_somebody_says_of_another_he_does_to_him(text: str, expected: tuple[str, str, str]) -> None:
    assert brief(coded(text)[0]) == expected


def test_what_nobody_says_of_another_is_done_by_nobody() -> None:
    assert not [one for one in coded("Syria will pay a heavy price.") if one.event_type == "THREATEN"]


def test_the_sides_of_talks_that_fail_are_those_who_talked() -> None:
    assert brief(coded("Talks between Kenya and Uganda collapsed on Sunday.")[0]) == ("SANCTION", "KEN", "UGA")
    assert brief(coded("Talks between Kenya and Uganda ended without a deal.")[0]) == ("REJECT", "KEN", "UGA")


def test_what_is_done_in_order_to_is_not_done_where_the_other_is_not() -> None:
    found = coded("The king of Jordan will not go to Turkey to meet the president of Syria.")
    assert {one.event_type for one in found} == {"REJECT"}


def test_a_jail_in_which_a_man_died_of_torture_stands_for_who_runs_it() -> None:
    assert brief(coded("A Dutch prisoner died in a jail in Syria after torture.")[0]) == ("ASSAULT", "SYR", "NLD")


def test_the_first_of_two_prepositions_counts_as_a_particle() -> None:
    assert coded("Mali backed the talks with Togo.")[0].event_type == "SUPPORT"
    assert coded("Mali backed out of the talks with Togo.")[0].event_type == "SANCTION"


def test_a_predicative_adjective_is_negated_and_obliged_by_its_copula() -> None:
    assert coded("Peru is ready to negotiate with Chile.")[0].event_type == "AGREE"
    assert coded("Peru is not ready to negotiate with Chile.")[0].event_type == "REJECT"
    assert coded("Peru said that Chile must be ready to negotiate with it.")[0].event_type == "REQUEST"


class Doubtful(Model):
    """A model that is never sure."""

    def guess(self, instance: Instance) -> Guess:
        return replace(super().guess(instance), event_type="CONSULT", probability=ASKED)


def test_where_the_publisher_names_both_sides_the_model_is_asked_sooner() -> None:
    known = coder().lexicon
    doubtful = Coder(replace(known, model=Doubtful(known.model.weights, known.model.types, ASKED + 0.1, {})))
    text = "The Danish envoy befogged the Swedish consul."
    unnamed, named = (extracted([article(0, text, actors)])[0] for actors in ((), ("Danish envoy", "Swedish consul")))
    assert not doubtful.code(unnamed)
    assert [(one.method, one.event_type) for one in doubtful.code(named)] == [("model", "CONSULT")]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Italy and Albania carried out a joint operation against smugglers.", "COOPERATE"),
        ("Italy carried out an operation against Albania.", "ASSAULT"),
        ("Japan held naval drills with Australia.", "COOPERATE"),
        ("Japan held naval drills off Russia.", "MOBILIZE"),
        ("Japan and Australia held naval drills off Darwin.", "COOPERATE"),
        ("Nigeria sent troops to Liberia on a peacekeeping mission.", "AID"),
        ("Nigeria massed troops on the border with Benin.", "MOBILIZE"),
    ],
)
def test_whom_force_is_shown_to_and_with_whom_it_is_shared(text: str, event_type: str) -> None:
    assert coded(text)[0].event_type == event_type
