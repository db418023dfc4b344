"""Whole classes of verbs and turns of phrase: sentences of each, and near misses that say another thing."""

import pytest

from schemas import EventMention
from tests.support.coding import article, coder, extracted

CLASSES = {
    "whoever will meet has an appointment, whoever will open an embassy promises it": [
        ("The Finnish premier will meet the king of Jordan.", "CONSULT FIN JOR"),
        ("The emir of Qatar is to receive the Swiss president.", "CONSULT QAT CHE"),
        ("Lima will open an embassy in Fiji.", "AGREE PER FJI"),
    ],
    "whoever will expel or ban announces it, whoever will bomb or retaliate threatens": [
        ("Mexico said that it would expel two Iranian diplomats.", "SANCTION MEX IRN"),
        ("Norway to stop aid to Chad", "SANCTION NOR TCD"),
        ("Samoa will ban all Fijian ships from its ports.", "COERCE WSM FJI"),
        ("Samoa told Tonga that it would deport forty Tongan sailors.", "COERCE WSM TON"),
        ("Eritrea will bomb the Sudanese capital.", "THREATEN ERI SDN"),
        ("Iran will retaliate against Kuwait.", "THREATEN IRN KWT"),
        ("Mexico will expel the Iranian ambassador unless Iran apologises.", "THREATEN MEX IRN"),
    ],
    "who keeps a border shut bars it, who keeps it open does not": [
        ("Chad has kept its frontier with Sudan shut since May.", "COERCE TCD SDN"),
        ("Poland decided to keep the crossings with Belarus closed.", "COERCE POL BLR"),
    ],
    "who calls on a president visits him, who calls on him to act asks it": [
        ("The Kenyan envoy called on the president of Malawi.", "CONSULT KEN MWI"),
        ("The Kenyan envoy called on the president of Malawi to free the reporter.", "REQUEST KEN MWI"),
    ],
    "verbs that bid another do something": [
        ("Norway enjoined Sudan to free the pilots.", "REQUEST NOR SDN"),
        ("Chile nudged Peru to reopen the road.", "REQUEST CHL PER"),
        ("Tunisia warned Malta to withdraw its patrol boats.", "REQUEST TUN MLT"),
        ("Tunisia warned Malta of consequences.", "THREATEN TUN MLT"),
        ("Latvia sought the release of a journalist from Belarus.", "REQUEST LVA BLR"),
        ("Bahrain wants Iraq out of the waters off its coast.", "REQUEST BHR IRQ"),
    ],
    "what is hinted at is a promise or a threat": [
        ("Algeria hinted that it would recall its ambassador from Spain.", "THREATEN DZA ESP"),
        ("Japan hinted that it would lift its sanctions on Myanmar.", "AGREE JPN MMR"),
    ],
    "with words one attacks over something, with arms on or off it": [
        ("Slovakia attacked Hungary over the language law.", "ACCUSE SVK HUN"),
        ("Poland hammered Belarus over the trial.", "ACCUSE POL BLR"),
        ("Georgian troops attacked a Russian post over the river.", "ASSAULT GEO RUS"),
        ("Greece took aim at Albania.", "ACCUSE GRC ALB"),
        ("Cuba lashed Panama for its vote.", "ACCUSE CUB PAN"),
        ("Guards lashed a Cuban prisoner.", "ASSAULT CUB CUB"),
    ],
    "a plan is called names, a charge is called untrue": [
        ("Togo called the Ghanaian plan absurd.", "ACCUSE TGO GHA"),
        ("Togo called the Ghanaian accusation absurd.", "REJECT TGO GHA"),
    ],
    "who says yes to what is put to him agrees": [
        ("Jordan assented to an Iraqi plan.", "AGREE JOR IRQ"),
        ("Kenya nodded through the Ugandan proposal.", "AGREE KEN UGA"),
        ("Chile and Peru came to terms.", "AGREE CHL PER"),
    ],
    "bids are backed, governments acknowledged": [
        ("Norway championed Sudan's bid for the council seat.", "SUPPORT NOR SDN"),
        ("Norway acknowledged the new government of Sudan.", "SUPPORT NOR SDN"),
        ("Austria conveyed its esteem to Slovenia.", "SUPPORT AUT SVN"),
    ],
    "debt is written off, aid and sanctions are suspended": [
        ("France wrote off 300 million euros for Mauritania.", "AID FRA MRT"),
        ("Britain suspended most of its aid to Rwanda.", "SANCTION GBR RWA"),
        ("Britain suspended most of its sanctions on Rwanda.", "RETREAT GBR RWA"),
        ("Ireland withheld aid from Sudan.", "SANCTION IRL SDN"),
        ("Ireland backed Sudan with ten million euros.", "AID IRL SDN"),
    ],
    "people are put on planes, wanted men are delivered by them": [
        ("Malaysia put forty Burmese refugees on a plane.", "COERCE MYS MMR"),
        ("The Dominican Republic bundled Haitian migrants over the border.", "COERCE DOM HTI"),
        ("Peru repatriated two Chilean sailors.", "RETREAT PER CHL"),
    ],
    "prices are cut for one's own, aid is cut for others": [
        ("The Malian government cut the price of bread after protests.", "CONCEDE MLI"),
        ("The Malian government cut its aid to Guinea.", "SANCTION MLI GIN"),
    ],
    "several who come to blows fight one another": [
        ("Indian and Chinese soldiers came to blows.", "ASSAULT IND CHN"),
        ("Turkish and Greek ministers traded barbs.", "ACCUSE TUR GRC"),
        ("Poland and Hungary locked horns over the budget.", "ACCUSE POL HUN"),
        ("Turkey and Syria swapped notes on the border.", "CONSULT TUR SYR"),
        ("Egypt and Iran resumed direct flights.", "COOPERATE EGY IRN"),
    ],
    "what a verb says of its object may stand beside it": [
        ("Eritrea shut the door on Ethiopian inspectors.", "REJECT ERI ETH"),
        ("Iran turned its back on the Omani plan.", "REJECT IRN OMN"),
        ("Russia put its ties with Georgia on ice.", "SANCTION RUS GEO"),
        ("Spain pulled the plug on a training programme with Chad.", "SANCTION ESP TCD"),
        ("Rwanda did away with its tariffs on Kenyan tea.", "RETREAT RWA KEN"),
    ],
    "targets are taken out, villages laid waste": [
        ("Israel took out a radar post in southern Syria.", "ASSAULT ISR SYR"),
        ("Ukraine knocked out a Russian radar.", "ASSAULT UKR RUS"),
    ],
    "attacks are laid at the door of whoever is said to be behind them": [
        ("Norway traced the attack to Sudan.", "ACCUSE NOR SDN"),
        ("Norway held Sudan liable for the raid.", "ACCUSE NOR SDN"),
        ("Norway said that Sudan would pay for the attack.", "THREATEN NOR SDN"),
    ],
    "envoys called unwelcome are sent away": [
        ("Chad declared three Libyan officials unwelcome.", "SANCTION TCD LBY"),
    ],
    "what is tipped out by farmers is tipped out in protest": [
        ("Polish farmers tipped Ukrainian grain onto the road.", "PROTEST POL UKR"),
        ("French winegrowers dumped Spanish wine outside the prefecture.", "PROTEST FRA ESP"),
        ("Sri Lankan tea pickers struck for higher wages.", "PROTEST LKA"),
    ],
    "flour is shipped as relief, oil is shipped for money": [
        ("Turkey shipped flour to Somalia.", "AID TUR SOM"),
        ("Turkey shipped diesel to Somalia.", "COOPERATE TUR SOM"),
        ("India began piping diesel to Nepal.", "COOPERATE IND NPL"),
    ],
    "soldiers come under attack from guns, ministers from words": [
        ("Sudanese troops came under attack from Chadian rebels.", "ASSAULT TCD SDN"),
        ("The Sudanese minister came under attack from Chad.", "ACCUSE TCD SDN"),
    ],
    "a thing is left as an adjective says": [
        ("Nigeria threw the border with Benin open.", "RETREAT NGA BEN"),
    ],
    "ships sent to the waters of another are a show of force": [
        ("Greece sent two frigates to the waters off Libya.", "MOBILIZE GRC LBY"),
        ("Greece sent two frigates to Libya as a gift.", "AID GRC LBY"),
    ],
}
CASES = [(group, text, wanted) for group, sentences in CLASSES.items() for text, wanted in sentences]


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """What each sentence is coded as, all in one batch: type, source and target of each mention."""
    found = extracted([article(number, text) for number, (_, text, _) in enumerate(CASES)])
    return {text: [brief(one) for one in coder().code(read)] for (_, text, _), read in zip(CASES, found, strict=True)}


def brief(mention: EventMention) -> str:
    sides = (mention.source.country, mention.target.country if mention.target else None)
    return " ".join((mention.event_type, *filter(None, sides)))


@pytest.mark.parametrize(("group", "text", "wanted"), CASES, ids=[text for _, text, _ in CASES])
def test_the_class_is_read(group: str, text: str, wanted: str, told: dict[str, list[str]]) -> None:
    assert wanted in told[text], f"{group}: {told[text]}"
