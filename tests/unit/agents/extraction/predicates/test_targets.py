"""To whom it is done: classes of sentences whose phrases do not say it by the object alone."""

import pytest

from tests.unit.agents.extraction.reading import pair


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        # who has what one wants
        ("Senegal wants its stolen statues from Belgium.", "want", "SEN > BEL"),
        ("Peru seeks a colonel's wife from Mexico on Friday.", "seek", "PER > MEX"),
        ("Ghana claimed 40 million dollars from Togo.", "claim", "GHA > TGO"),
        # whom nobody sends as his own
        ("The Swedish minister called the rebels of the Malian north cowards.", "call", "SWE > MLI"),
        ("Kenya evacuated Somali refugees on Monday.", "evacuate", "KEN > SOM"),
        ("Uganda ordered the rebels of South Sudan out of the camp.", "order", "UGA > SSD"),
        ("Canada sent eighty men to Haiti.", "send", "CAN > HTI"),
        # whose deed is denounced
        ("The Kenyan bishops denounced fraud by the Ugandan police.", "denounce", "KEN > UGA"),
        # whose thing did it
        ("Egypt's warehouse was hit by Israel's jets at dawn.", "hit", "ISR > EGY"),
        # two camps of one country, and what two only talk about
        ("The Colombian government and the ELN rebels signed a truce in Havana.", "sign", "COL > COL"),
        ("The German and the French minister met about Iraq.", "meet", "DEU > FRA"),
        ("The Danish premier spoke for an hour about Russia.", "speak", "DNK >"),
        # whose thing it was that was struck, stopped or annulled
        ("Saudi gunners brought down a missile that Yemen had fired.", "bring", "SAU > YEM"),
        ("Panama's court annulled the deed under which a Danish firm runs the port.", "annul", "PAN > DNK"),
        ("Oman's navy stopped a tanker which Iran had chartered.", "stop", "OMN > IRN"),
        # headlines that the parser turns round, or whose particle it takes for a preposition
        ("Kyiv blasts Budapest over visas", "blast", "UKR > HUN"),
        ("Hanoi rebukes Manila over reef", "rebuke", "VNM > PHL"),
        ("India brushes aside Danish bid to broker Kashmir talks", "brush", "IND > DNK"),
        # whom one travels to see, and where one is awaited
        ("Japan's envoy hurried to Lima to see the president of Peru.", "hurry", "JPN > PER"),
        ("The Kenyan premier left for Cairo to meet Chadian rebels.", "leave", "KEN > TCD"),
        ("Norway's foreign minister is expected in Manila next week.", "expect", "NOR > PHL"),
        ("Egypt's president is expected in Khartoum on Monday to calm the generals.", "expect", "EGY > SDN"),
        # at whose door a crowd stands
        ("Students in Bulgaria gathered before the Russian consulate.", "gather", "BGR > RUS"),
        ("Farmers from Spain sat down in front of the French ministry of trade.", "sit", "ESP > FRA"),
        # who is to do what is called for, and who is handed somebody
        ("Kenya called for Uganda to pull back its troops.", "call", "KEN > UGA"),
        ("Tajik police handed over four suspects to their Chinese colleagues.", "hand", "TJK > CHN"),
        ("Kiribati sold fishing rights worth three million dollars to Taiwan.", "sell", "KIR > TWN"),
        # answers in one word
        ("Iran said no to Iraq.", "say", "IRN > IRQ"),
        ("Finland said yes to an offer from Estonia.", "say", "FIN > EST"),
        # a town before the subject, which the parser takes for one noun with it
        ("In Montpellier riot police charged at students.", "charge", "FRA > FRA"),
        # a number of men of the state that acts
        ("France announced a camp for two hundred soldiers in Senegal.", "announce", "FRA > SEN"),
        ("Peru reinforced the bridge with 1,200 men.", "reinforce", "PER >"),
        ("Chad thanked 300 Togolese soldiers.", "thank", "TCD > TGO"),
        # who held what was taken, and on whose behalf one speaks
        ("Gendarmes from Kenya seized a camp from Ugandan rebels.", "seize", "KEN > UGA"),
        ("Speaking on behalf of Chad, the Ghanaian president urged Niger to wait.", "speak", "GHA >"),
        # who leaves his office does it to nobody whom the sentence happens to name
        ("The Danish premier resigned and flew to Norway.", "resign", "DNK >"),
        # whoever only says the same, or does it, is not the other side
        ("Georgia recalled its ambassador and Moldova did the same.", "recall", "GEO >"),
        # where something is welcomed, and who suffered an attack
        ("The release of the Swedish journalist by Eritrea was welcomed in Stockholm.", "welcome", "SWE > SWE+ERI"),
        ("After the attack on its consulate, Turkey closed its airspace.", "attack", "> consulate"),
        # what is called something is a deed
        ("Hungary called the United Nations a political court.", "call", "HUN > UNO"),
        ("Egypt calls this defence; Chad calls it theft.", "call", "EGY >"),
        # who imposed it can end it, who jailed him can free him
        ("Oslo called for an end to the ban imposed by Chile on Peruvian ships.", "call", "NOR > CHL"),
        ("Ireland demanded the release of a doctor jailed by Egypt.", "demand", "IRL > EGY"),
        # those outside a deal are no party to it
        ("Ghana has ratified a pact that Togo opposes, Benin said.", "ratify", "GHA > BEN"),
    ],
)
def test_the_target(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected
