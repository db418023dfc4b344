"""By whom it was done, where a passive does not say so."""

import pytest

from tests.unit.agents.extraction.reading import pair


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        # a force of the same sentence
        ("Togolese police fired tear gas, and two students were arrested.", "arrest", "TGO > TGO"),
        ("Two Malian drivers were detained in Dakar, Senegalese police said.", "detain", "SEN > MLI"),
        # of the sentences before
        ("A Peruvian court opened its doors late. Two Chilean sailors were acquitted.", "acquit", "PER > CHL"),
        # where an envoy is called to
        ("The Greek ambassador was summoned to the Turkish foreign ministry.", "summon", "TUR > GRC"),
        # who was killed was so by who attacked, or by whom he attacked
        ("Israel bombed Beirut again. Six Lebanese medics were wounded.", "wound", "ISR > LBN"),
        ("Russian missiles struck Odesa. Three dockers were killed in the port.", "kill", "RUS > UKR"),
        ("Kenyan jets attacked a camp in Somalia. Nine Kenyan soldiers were killed.", "kill", "SOM > KEN"),
        ("Kenyan jets attacked a camp in Somalia. Nine men were killed in a plane crash.", "kill", "> SOM"),
        ("Peruvian police and loggers clashed. Nine loggers were killed.", "kill", "PER > PER"),
        ("Indian and Chinese soldiers clashed. Twenty Indian soldiers were killed.", "kill", "CHN > IND"),
        ("A Kenyan bus was hit by a lorry. Nine passengers were killed.", "kill", "> KEN"),
        ("Kenyan jets attacked a camp in Somalia. Two Danish farmers were killed.", "kill", "> DNK"),
        # where the country of what was struck is not known, that of the dead is: they were the other side
        ("Uzbek troops shelled an outpost. A Tajik guard was killed.", "kill", "UZB > TJK"),
        ("Turkish drones hit a plant in Iraq. Two workers were killed.", "kill", "TUR > IRQ"),
        ("Kenyan jets attacked Somalia. Herders were driven away.", "drive", "KEN > SOM"),
        # what is struck strikes nobody; rebels attack at home
        ("Gunmen attacked a bus in Nigeria. Two policemen were killed.", "kill", "NGA > NGA"),
        ("Rebels attacked Mopti. Three Malian soldiers were killed.", "kill", "MLI > MLI"),
        ("Malian rebels attacked Mopti. Three rebels were killed.", "kill", "> MLI"),
        ("Malian rebels attacked Mopti. Three Togolese farmers were killed.", "kill", "> TGO"),
        # a state's measures against another's envoys and missions
        ("Chad expelled Togo's ambassador. Two Togolese consulates were closed.", "close", "TCD > TGO"),
        ("Peru denounced the Cuban embassy. Two Cuban envoys were expelled.", "expel", "PER > CUB"),
        ("Cuba praised Peru. Two Cuban envoys were expelled.", "expel", "> CUB"),
        # nobody is near, or only such as do not arrest
        ("Two Chilean sailors were acquitted.", "acquit", "> CHL"),
        ("Peru's teachers sang. Two Chilean sailors were arrested.", "arrest", "> CHL"),
        ("Peruvian police slept. Peru slept. Peru woke. Two Chilean sailors were arrested.", "arrest", "> CHL"),
        # who asks for it does not do it
        ("A Chilean banker was arrested in Lima at the request of a Dutch court.", "arrest", "> CHL"),
        # who suffers it does not do it
        ("Two Peruvian policemen went home. They were arrested.", "arrest", "> PER"),
        ("Peruvian police slept. The Greek ambassador was summoned.", "summon", "> GRC"),
    ],
)
def test_by_whom(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected
