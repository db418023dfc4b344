"""Kinds of sentences whose type or sides are easily mistaken, each with sentences of its own."""

import pytest

from schemas import EventMention
from tests.support.coding import article, coder, extracted

KINDS = {
    "what somebody is told in the imperative is asked of him": [
        ('"Open the crossings," the Jordanian king told Israel.', "REQUEST JOR ISR"),
        ("Leave our waters, Manila tells China", "REQUEST PHL CHN"),
        ("Give us our general back, Lima told Washington.", "REQUEST PER USA"),
    ],
    "what should be done is suggested in the subjunctive": [
        ("Norway suggested that Sudan release the pilots.", "REQUEST NOR SDN"),
        ("Russia proposed that Syria hand over its weapons.", "REQUEST RUS SYR"),
    ],
    "what another is wanted to do is asked of him, whatever it is": [
        ("Samoa wants New Zealand to look into the wreck.", "REQUEST WSM NZL"),
        ("Chile would like Peru to repaint the bridge.", "REQUEST CHL PER"),
    ],
    "what a thing is held to be is part of the verb": [
        ("Qatar holds Bahrain responsible.", "ACCUSE QAT BHR"),
        ("Kenya is up in arms over a Somali law.", "ACCUSE KEN SOM"),
    ],
    "nobody is made ready against himself": [
        ("Norway called up its reservists after drones crossed the border.", "MOBILIZE NOR"),
        ("Latvia has mobilised its reservists.", "MOBILIZE LVA"),
        ("Ghana mobilised two brigades against Togo.", "MOBILIZE GHA TGO"),
        ("Egypt massed soldiers on the Libyan border.", "MOBILIZE EGY LBY"),
    ],
    "an envoy told to leave is sent away": [
        ("Nepal told the Indian ambassador to leave.", "SANCTION NPL IND"),
        ("Nepal told the Indian ambassador to hurry.", "REQUEST NPL IND"),
    ],
    "a particle that the parser takes for a preposition is still one": [
        ("Lisbon shrugs off a Spanish rebuke.", "REJECT PRT ESP"),
        ("Ghanaian troops sealed off a Togolese village.", "COERCE GHA TGO"),
    ],
    "what means no only where it is denied": [
        ("Laos would not hear of Thai mediation.", "REJECT LAO THA"),
        ("Malta saw no need for Italian help.", "REJECT MLT ITA"),
        ("Fiji did not answer the letters of Tonga.", "REJECT FJI TON"),
    ],
    "what hangs on an adverb of the verb is the verb's": [
        ("Ghana stayed away from the Togolese summit.", "REJECT GHA TGO"),
        ("Ghana stood firm against Togo.", "REJECT GHA TGO"),
    ],
    "ministers dismissed are no concession": [
        ("The Malian president sacked the Malian army chief.", "COERCE MLI MLI"),
    ],
    "who is held by pirates is no prisoner of the state": [
        ("Nigerian pirates are holding two Danish sailors.", "ASSAULT NGA DNK"),
        ("Nigerian police are holding two Danish sailors.", "COERCE NGA DNK"),
    ],
    "exercises of several near another are theirs": [
        ("India and Australia stage war games near Sri Lanka.", "COOPERATE IND AUS"),
        ("British and French warships began exercises off the coast of Libya.", "COOPERATE GBR FRA"),
        ("Turkey and Azerbaijan carried out live-fire drills near Armenia.", "COOPERATE TUR AZE"),
        ("Greek and Israeli jets trained off Lebanon on Wednesday.", "COOPERATE GRC ISR"),
    ],
    "exercises of one near another are a show of force": [
        ("Russia kicked off naval exercises off Norway.", "MOBILIZE RUS NOR"),
        ("China staged war games around Taiwan.", "MOBILIZE CHN TWN"),
    ],
    "peacekeepers are aid wherever they go": [
        ("Rwandan peacekeepers began deploying in the Central African Republic on Friday.", "AID RWA CAF"),
        ("Fiji sent 150 troops to Lebanon to serve as peacekeepers.", "AID FJI LBN"),
        ("About 200 Uruguayan blue helmets landed in Haiti.", "AID URY HTI"),
        ("Australian soldiers went to East Timor to keep the peace.", "AID AUS TLS"),
        ("Canada sent troops to Haiti to help flood victims.", "AID CAN HTI"),
    ],
    "troops sent for anything else are not": [
        ("Canada sent troops to Haiti.", "MOBILIZE CAN HTI"),
        ("France sent two warships to Greece to deter Turkey.", "MOBILIZE FRA GRC"),
    ],
    "what must not go on is asked of whoever does it": [
        ("Germany says foreign intervention in Libya must be stopped.", "REQUEST DEU LBY"),
        ("China said a war with Iran should be avoided.", "REQUEST CHN IRN"),
        ("The EU said the law in Hungary must be repealed.", "REQUEST EUR HUN"),
        ("Chile said that Bolivia had to respect the border.", "REQUEST CHL BOL"),
    ],
    "refuge is asked for before it is given": [
        ("Some 400 Syrians sought asylum in Sweden last month.", "REQUEST SYR SWE"),
        ("Thousands of Afghans sought refuge in Iran.", "REQUEST AFG IRN"),
        ("Sweden granted asylum to a Syrian judge.", "AID SWE SYR"),
    ],
    "sanctions that are wanted are not imposed": [
        ("British lawmakers want sanctions on Iran.", "REQUEST GBR IRN"),
        ("Kenya recommended sanctions on Sudan.", "REQUEST KEN SDN"),
    ],
    "who calls on an official to exchange courtesies visits him": [
        ("Nepal's army chief called on the Indian president to exchange views.", "CONSULT NPL IND"),
        ("The Egyptian envoy called on the sultan of Oman to brief him on Gaza.", "CONSULT EGY OMN"),
        ("Kenyan lawmakers called on the Ugandan president to resign.", "REQUEST KEN UGA"),
        ("Nepal called on India to review the treaty.", "REQUEST NPL IND"),
    ],
    "borders opened to those who flee are shelter": [
        ("Kenya opened its borders to Somali refugees.", "AID KEN SOM"),
        ("Kenya reopened its border with Somalia.", "RETREAT KEN SOM"),
    ],
    "doctors are aid and negotiators are not": [
        ("Cuba sent a team of doctors to Italy.", "AID CUB ITA"),
        ("Israel flew a medical team to Haiti.", "AID ISR HTI"),
        ("Turkish food aid arrived in Somalia.", "AID TUR SOM"),
        ("Kenya sent a team of negotiators to Ethiopia.", "CONSULT KEN ETH"),
    ],
    "who is told to close is closed": [
        ("Kenya ordered three television stations to stop broadcasting.", "COERCE KEN KEN"),
        ("Nicaragua ordered two universities to halt classes.", "COERCE NIC NIC"),
    ],
    "who is pushed out is fought": [
        ("Ukraine pushed Russian troops out of the town.", "ASSAULT UKR RUS"),
        ("Germany pushed Russia to withdraw from Georgia.", "REQUEST DEU RUS"),
    ],
    "a truce may be called for without saying of whom": [
        ("Kenya called for a ceasefire.", "REQUEST KEN"),
        ("Norway pleaded for restraint.", "REQUEST NOR"),
        ("Qatar renewed its appeal for a lasting truce.", "REQUEST QAT"),
    ],
    "readiness to give way is agreement": [
        ("Serbia is willing to discuss a compromise with Kosovo.", "AGREE SRB XKX"),
        ("Cyprus signalled readiness to compromise with Turkey.", "AGREE CYP TUR"),
        ("Russia's negotiator said Moscow was open to concessions.", "AGREE RUS"),
    ],
    "officials who go to a capital visit it": [
        ("The US Secretary of State is set to arrive in Muscat on Sunday.", "CONSULT USA OMN"),
        ("French envoys arrived in Algiers for talks.", "CONSULT FRA DZA"),
        ("Ugandan paratroopers landed in Juba.", "MOBILIZE UGA SSD"),
    ],
    "by telephone is a means and nobody": [
        ("Serbia's president and China's leader spoke by telephone for an hour.", "CONSULT SRB CHN"),
    ],
    "what crowds burn is unrest": [
        ("Rioters in Iraq set fire to the Swedish embassy.", "PROTEST IRQ SWE"),
    ],
    "arms by their names are arms": [
        ("The Dutch sent F-16s and Patriots to Ukraine.", "AID NLD UKR"),
        ("Germany sent two Eurofighters to Poland.", "AID DEU POL"),
    ],
    "force that is authorised is not yet used": [
        ("Jordan's parliament authorised the use of force in Syria.", "THREATEN JOR SYR"),
        ("The US Congress authorised military action against Iran.", "THREATEN USA IRN"),
    ],
    "who comes to a capital or is in it to talk is on a visit": [
        ("The Greek premier came to Berlin on Friday.", "CONSULT GRC DEU"),
        ("Belgium's foreign minister is in Kinshasa to see the president.", "CONSULT BEL COD"),
        ("The German chancellor and the French president talked for an hour.", "CONSULT DEU FRA"),
    ],
    "people sent back are driven out": [
        ("Greece sent back 200 Afghans on Tuesday.", "COERCE GRC AFG"),
    ],
    "citizens are advised and armies trained": [
        ("Canada advised its citizens in Haiti to leave.", "REQUEST CAN HTI"),
        ("Canada advised the army of Mali.", "AID CAN MLI"),
    ],
    "ways across a border are closed": [
        ("The Dominican Republic closed the bridge to Haitian lorries.", "COERCE DOM HTI"),
        ("Ecuador introduced visas for Venezuelans.", "COERCE ECU VEN"),
    ],
    "what is offered is not yet done": [
        ("Kenya offered Tanzania joint patrols.", "AGREE KEN TZA"),
        ("Kenya held joint patrols with Tanzania.", "COOPERATE KEN TZA"),
    ],
    "troops kept abroad are force made ready": [
        ("France keeps 900 soldiers in Chad.", "MOBILIZE FRA TCD"),
        ("Australian soldiers patrolled East Timor.", "MOBILIZE AUS TLS"),
    ],
    "going to court accuses": [
        ("Bolivia went to court against Chile over the river.", "ACCUSE BOL CHL"),
    ],
    "plain words come before figures of speech": [
        ("Guinea's military reinstated the prime minister.", "CONCEDE GIN GIN"),
    ],
}
CASES = [(kind, text, wanted) for kind, cases in KINDS.items() for text, wanted in cases]


def brief(mention: EventMention) -> str:
    sides = [side for side in (mention.source, mention.target) if side is not None]
    return " ".join((mention.event_type, *(side.country or side.text or "" for side in sides)))


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    """All sentences, coded in one batch, without statements."""
    texts = [text for _, text, _ in CASES]
    articles = extracted([article(number, text) for number, text in enumerate(texts)])
    return {text: [brief(one) for one in coder().code(read)] for text, read in zip(texts, articles, strict=True)}


@pytest.mark.parametrize(("kind", "text", "wanted"), CASES, ids=[text for _, text, _ in CASES])
def test_kind(kind: str, text: str, wanted: str, found: dict[str, list[str]]) -> None:
    told = [one for one in found[text] if not one.startswith("STATEMENT")]
    assert wanted in told, f"{kind}: {told}"


@pytest.mark.parametrize(
    ("text", "event_type", "flag"),
    [
        ("Were Peru to close the border with Chile, prices would rise.", "COERCE", "hypothetical"),
        ("Lebanon will talk provided that Israel withdraws its troops from Lebanon.", "RETREAT", "hypothetical"),
        ("Britain invaded Afghanistan in the 1840s.", "ASSAULT", "historical"),
        ("It is not true that India attacked Pakistan.", "ASSAULT", "negated"),
        ("Brazil stopped short of imposing sanctions on Venezuela.", "COERCE", "negated"),
        ("The Japanese minister has yet to meet his Chinese counterpart.", "CONSULT", "negated"),
        ("The American and Chinese presidents are scheduled to meet on Sunday.", "CONSULT", "future"),
    ],
)
def test_what_did_not_happen_is_flagged(text: str, event_type: str, flag: str) -> None:
    (article_read,) = extracted([article(0, text)])
    (mention,) = (one for one in coder().code(article_read) if one.event_type == event_type)
    assert getattr(mention.status, flag)
