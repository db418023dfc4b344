"""Flags, dates, places and attribution of predicates."""

import pytest

from agents.errors import Rejected
from schemas import UNKNOWN_DATE
from tests.unit.agents.extraction.reading import article, extractor, predicate, predicates, read


def flags(body: str, lemma: str) -> set[str]:
    """The flags of the predicate with this lemma."""
    status = predicate(read(body), lemma).status
    return {name for name, is_set in status.model_dump().items() if is_set}


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Hungary blocked the Dutch proposal.", "block", set()),
        ("Hungary did not block the Dutch proposal.", "block", {"negated"}),
        ("Hungary has never attacked Romania.", "attack", {"negated"}),
        ("Hungary left without thanking Romania.", "thank", {"negated"}),
        ("Hungary held no talks with Romania.", "talk", {"negated"}),
        ("Hungary failed to ratify the treaty with Romania.", "ratify", {"negated"}),
        ("Hungary is not responsible for the Romanian debt.", "responsible", {"negated"}),
        ("Hungary will visit Romania.", "visit", {"future"}),
        ("Hungary to visit Romania", "visit", {"future"}),
        ("Hungary said it would visit Romania.", "visit", {"future"}),
        ("Hungary plans to visit Romania.", "visit", {"future"}),
        ("Hungary may attack Romania.", "attack", {"hypothetical"}),
        ("If Hungary attacks Romania, Poland will intervene.", "attack", {"hypothetical"}),
        ("If Hungary attacks Romania, Poland will intervene.", "intervene", {"hypothetical"}),
        ("Poland urged Hungary to free Romania's envoy.", "free", {"hypothetical"}),
        ("In 1998 Hungary attacked Romania.", "attack", {"historical"}),
        ("Hungary attacked Romania three years ago.", "attack", {"historical"}),
        ("Hungary attacked Romania on Monday.", "attack", set()),
        ("Hungary attacked Romania on 2 May.", "attack", set()),
        ("Hungary attacked Romania in March.", "attack", {"historical"}),
        ("Hungary attacked Romania in April.", "attack", {"historical"}),
        ("Hungary attacked Romania this month.", "attack", set()),
        ("Hungary avoided criticising Romania.", "criticise", {"negated"}),
        ("Hungary kept Romania's envoys from visiting Serbia.", "visit", {"negated"}),
        ("The talks between Hungary and Romania did not take place.", "talk", {"negated"}),
        ("Hungary will follow Serbia in visiting Romania.", "visit", {"future"}),
        ("Hungary released the men whom it had held for two years.", "hold", {"historical"}),
        ("Hungary had attacked Romania decades earlier.", "attack", {"historical"}),
        ("Since August, when Hungary attacked Romania, Poland has closed its border.", "attack", {"historical"}),
        ("Since August Hungary has negotiated with Romania.", "negotiate", set()),
        ("Question: did Hungary ask Romania for troops?", "ask", {"hypothetical"}),
        ("Hungary is to visit Romania.", "visit", {"future"}),
        ("Did Hungary ask Romania for troops?", "ask", {"hypothetical"}),
        ("Hungary will not talk until Romania frees the envoy.", "free", {"hypothetical"}),
        ("Hungary fought until Romania freed the envoy.", "free", set()),
        ("Hungary is ready to sell gas provided that Romania pays for it.", "pay", {"hypothetical"}),
        ("Poland persuaded Hungary to free Romania's envoy.", "free", set()),
        ("Had Hungary not attacked Romania, Poland would have waited.", "attack", set()),
        ("Hungary flew to Vienna to thank Romania.", "thank", set()),
        ("Hungary at once attacked Romania.", "attack", set()),
        ("Hungary once attacked Romania.", "attack", {"historical"}),
        ("Hungary attacked Romania years ago.", "attack", {"historical"}),
        ("Hungary attacked Romania in the spring of 2003.", "attack", {"historical"}),
        ("Hungary no longer trains Romanian pilots.", "train", {"negated"}),
        ("Hungary waited longer and attacked Romania.", "attack", set()),
        ("Hungary perhaps armed Romania.", "arm", {"hypothetical"}),
        ("Romania had never before been attacked by Hungary.", "attack", set()),
        ("Were Hungary to attack Romania, Poland would intervene.", "attack", {"hypothetical"}),
        ("In case Serbia attacks Kosovo, NATO has a plan.", "attack", {"hypothetical"}),
        ("Poland will pay on condition that Hungary withdraws its troops.", "withdraw", {"hypothetical"}),
        ("In this case Hungary attacked Romania.", "attack", set()),
        ("In the nineteenth century Hungary invaded Romania.", "invade", {"historical"}),
        ("Hungary invaded Romania in the 1840s.", "invade", {"historical"}),
        ("In medieval times Hungary raided Romania.", "raid", {"historical"}),
        ("The leaders of Hungary and Romania met for the first time in half a century.", "meet", set()),
        ("It is not true that Hungary attacked Romania.", "attack", {"negated"}),
        ("It is false that Hungary attacked Romania.", "attack", {"negated"}),
        ("It is true that Hungary attacked Romania.", "attack", set()),
        ("There is no evidence that Hungary attacked Romania.", "attack", {"negated"}),
        ("Poland dismissed reports that Hungary had attacked Romania.", "attack", {"negated"}),
        ("Togo rejected accusations that its troops had attacked Benin.", "attack", {"negated"}),
        ("Poland published reports that Hungary had attacked Romania.", "attack", set()),
        ("Hungary stopped short of condemning Romania.", "condemn", {"negated"}),
        ("Hungary has yet to ratify the treaty with Romania.", "ratify", {"negated"}),
    ],
)
def test_flags(body: str, lemma: str, expected: set[str]) -> None:
    assert flags(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("In February Hungary expelled Romania's envoy. Crowds burned flags.", {"historical"}),
        ("Hungary expelled Romania's envoy in February. Crowds burned flags.", set()),
    ],
)
def test_only_a_date_in_front_begins_an_account_of_the_past(body: str, expected: set[str]) -> None:
    assert flags(body, "burn") == expected


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("on Monday", "2025-05-12", "day"),
        ("on Thursday", "2025-05-15", "day"),
        ("yesterday", "2025-05-14", "day"),
        ("last week", "2025-05-08", "day"),
        ("over the weekend", "2025-05-11", "day"),
        ("in 1879", "1879-01-01", "year"),
        ("three days ago", "2025-05-12", "day"),
        ("on April 30", "2025-04-30", "day"),
        ("on 30 April", "2025-04-30", "day"),
        ("in March", "2025-03-01", "month"),
        ("in February 2022", "2022-02-01", "month"),
        ("in 2019", "2019-01-01", "year"),
        ("two years ago", "2023-01-01", "year"),
        ("for most of Tuesday night", "2025-05-13", "day"),
        ("on the night of Saturday", "2025-05-10", "day"),
        ("on the morning of the 9th", "2025-05-09", "day"),
        ("on the 24th", "2025-04-24", "day"),
        ("the day before yesterday", "2025-05-13", "day"),
        ("a fortnight ago", "2025-05-01", "day"),
        ("a month ago, on April 10", "2025-04-10", "day"),
        ("at the end of April", "2025-04-01", "month"),
        ("at the beginning of the month", "2025-05-01", "month"),
        ("last October", "2024-10-01", "month"),
        ("half a year ago", "2024-11-01", "month"),
    ],
)
def test_dates_are_read_against_the_day_of_publication(words: str, day: str, precision: str) -> None:
    date = predicate(read(f"Togo criticised Benin {words}."), "criticise").date
    assert date is not None
    assert (date.event_date, date.date_precision, date.date_basis) == (day, precision, "stated")


@pytest.mark.parametrize(
    ("body", "lemma", "day"),
    [
        ("Togo attacked Benin on Monday, two days after Benin expelled an envoy of Togo.", "expel", "2025-05-10"),
        ("Togolese police killed two men of Benin in a raid on a farm on Friday.", "kill", "2025-05-09"),
        ("Togo tried to storm the embassy of Benin in January.", "try", "2025-01-01"),
        ("Togo attacked Benin on Monday, hours before Benin expelled an envoy of Togo.", "expel", "2025-05-12"),
        ("On 3 June 2011 Togo attacked Benin. Two days later Benin attacked Togo.", "attack", "2011-06-03"),
        ("On 3 June 2011 Togo met Benin. Two days later Benin attacked Togo.", "attack", "2011-06-05"),
        ("Benin's army attacked Togo the evening before.", "attack", "2025-05-14"),
        ("On 3 June 2011 Togo met Benin. Benin had attacked Togo the night before.", "attack", "2011-06-02"),
        ("Benin attacked Togo the year before.", "attack", "2024-01-01"),
        ("Ties soured in March, when Togo expelled an envoy of Benin.", "expel", "2025-03-01"),
        ("In May 1994 Togo accused Benin of theft; Benin expelled an envoy of Togo.", "expel", "1994-05-01"),
        ("Togo started shelling Benin in October 2023.", "start", "2023-10-01"),
        ("Ministers of Togo and Benin meet in Oslo on Friday.", "meet", "2025-05-16"),
        ("The Togolese envoy is due in Benin on Friday to meet Ghanaian officials.", "meet", "2025-05-16"),
    ],
)
def test_dates_counted_from_what_is_told_beside(body: str, lemma: str, day: str) -> None:
    date = predicate(read(body), lemma).date
    assert date is not None
    assert date.event_date == day


@pytest.mark.parametrize(
    ("body", "lemma"),
    [
        ("Togo condemned Benin's attack of 8 April on a port.", "condemn"),
        ("Togo thanked Benin for its help during last year's floods.", "thank"),
        ("Togo criticised Benin for the third time in two years.", "criticise"),
    ],
)
def test_a_date_of_something_else_is_left_to_it(body: str, lemma: str) -> None:
    assert predicate(read(body), lemma).date is None


def test_a_date_since_when_begins_no_account() -> None:
    found = read("Togo and Benin met, for the first time since 2017. Togo thanked Benin.")
    assert predicate(found, "thank").date is None


def test_weekdays_lie_ahead_of_what_is_planned() -> None:
    date = predicate(read("Togo will visit Benin on Monday."), "visit").date
    assert date is not None
    assert date.event_date == "2025-05-19"


def test_coordinated_predicates_share_date_and_place() -> None:
    met, agreed = predicates(read("Togo and Benin met in Geneva on Monday and agreed to talk."))[:2]
    assert (met.lemma, agreed.lemma) == ("meet", "agree")
    assert met.date == agreed.date is not None
    assert met.location is not None
    assert (met.location.country, met.location.name) == ("CHE", "Geneva")


def test_without_a_stated_date_there_is_none_but_the_articles() -> None:
    found = read("Togo criticised Benin.")
    assert predicate(found, "criticise").date is None
    assert (found.date.event_date, found.date.date_basis) == ("2025-05-15", "published")


def test_an_article_without_a_date_has_the_day_on_which_it_was_fetched_or_none() -> None:
    known = article("Togo criticised Benin.")
    fetched = known.model_copy(update={"published_at": None, "fetched_at": known.published_at})
    nothing = known.model_copy(update={"published_at": None})
    first, second = extractor().extract([fetched, nothing])
    assert not isinstance(first, Rejected)
    assert not isinstance(second, Rejected)
    assert first.date.event_date == "2025-05-15"
    assert (second.date.event_date, second.date.date_precision) == (UNKNOWN_DATE, "year")


@pytest.mark.parametrize(
    ("body", "lemma", "country"),
    [
        ("Iraq hosted the ministers in Basra.", "host", "IRQ"),
        ("Troops attacked the rebels near Tripoli, Libya.", "attack", "LBY"),
        ("Envoys from Chad met Libyan officials in the Ghanaian capital.", "meet", "GHA"),
        ("An American senator met Ukrainian officials in Geneva.", "meet", "CHE"),
        ("Uganda captured Goma.", "capture", "COD"),
        ("Kenya recalled its ambassador from Lima.", "recall", "PER"),
        ("The Kenyan minister, visiting Oslo, thanked Norway.", "thank", "NOR"),
        ("Kenyan soldiers killed two men of Al-Shabaab in a raid near Mogadishu.", "kill", "SOM"),
        ("American jets struck militants in Lebanon.", "strike", "LBN"),
        ("A Turkish drone hit a farm in Ras al-Ain.", "hit", "SYR"),
        ("Serbian police shot a man in the village of Banjska.", "shoot", "XKX"),
        ("Jordanian guards shot two smugglers at the Al-Tanf crossing.", "shoot", "SYR"),
        ("Chad's soldiers killed six men in a camp near Djibo.", "kill", "BFA"),
        ("Bolivian police arrested a Russian in the city of Trinidad.", "arrest", "BOL"),
        ("Mexican marines arrested a man in Sinaloa.", "arrest", "MEX"),
        ("Rwandan troops took the town of Walikale.", "take", "COD"),
        ("A bomber killed eleven Somali recruits queuing outside a barracks in Mogadishu.", "kill", "SOM"),
        ("The Peruvian president flew to Oslo to ask Norway for help.", "ask", "NOR"),
        ("Chad's parties resumed talks in Nairobi under Qatari mediation.", "mediation", "KEN"),
        ("Chad's envoy voted with France in the General Assembly.", "vote", "USA"),
        ("Israel let no food into Gaza.", "let", "PSE"),
        ("Chad and Peru signed a treaty on the island of Bali.", "sign", "IDN"),
        ("America seized two Kenyans in a raid on Mogadishu.", "seize", "SOM"),
        ("Kenyan soldiers took control of Lalibela.", "control", "ETH"),
        ("Chinese guards rammed a Vietnamese boat near Thitu Island.", "ram", "PHL"),
        ("In Lima President Gabriel Boric thanked Peru.", "thank", "PER"),
        ("In Addis Ababa Kenyan officials accused Sudan of fraud.", "accuse", "ETH"),
        ("Speaking in Nairobi, the Somali president accused Ethiopia.", "accuse", "KEN"),
        ("Chad's minister was in Hanoi on Friday, where he praised Vietnam.", "praise", "VNM"),
        ("During a trip to Seoul, the Polish minister thanked South Korea.", "thank", "KOR"),
        ("After talks in Muscat the Iranian minister praised Oman.", "praise", "OMN"),
        ("Gunmen attacked a Malian post at Gao, killing six soldiers.", "kill", "MLI"),
        ("At a rally in Freetown, Liberia's president denounced Guinea.", "denounce", "SLE"),
        ("Greek police beat Syrian refugees on Lesbos.", "beat", "GRC"),
        ("The Kazakh and Uzbek presidents met in Khiva.", "meet", "UZB"),
        ("At NATO headquarters Turkey thanked Norway.", "thank", "BEL"),
    ],
)
def test_places_have_their_country(body: str, lemma: str, country: str) -> None:
    location = predicate(read(body), lemma).location
    assert location is not None
    assert location.country == country


@pytest.mark.parametrize(
    ("body", "lemma"),
    [
        ("In March Chad met France.", "meet"),
        ("Chad called in the French ambassador.", "call"),
        ("Chad imposed sanctions on Damascus.", "impose"),
        ("Chad held a rally outside the American embassy.", "rally"),
        ("Chad shut its border after the coup in Niger.", "shut"),
        ("The Houthis fired two missiles at a Greek tanker in the Gulf of Aden.", "fire"),
        ("Chad broke with its last friends in South America.", "break"),
        ("Chinese soldiers fired at a Vietnamese boat.", "fire"),
        ("Chad quit the General Assembly.", "quit"),
        ("Italy condemned the bombing of a hospital in Khartoum.", "condemn"),
        ("Peru's president spoke to France in English.", "speak"),
        ("Tuvalu accepted six men whom America had held at Bagram.", "accept"),
        ("Malawi's president invited Kenya to Lima.", "invite"),
        ("Malawi's president praised Kenya for his part.", "praise"),
    ],
)
def test_what_only_looks_like_a_place_is_none(body: str, lemma: str) -> None:
    assert predicate(read(body), lemma).location is None


def test_a_name_that_many_places_bear_is_no_place() -> None:
    assert predicate(read("Someone met Greek officials in Springfield."), "meet").location is None


@pytest.mark.parametrize(
    ("body", "lemma", "text", "quoted"),
    [
        ("Tehran said Israel attacked the port.", "attack", "Tehran", False),
        ("Israel attacked the port, Tehran said.", "attack", "Tehran", False),
        ('"Israel attacked the port," Tehran said.', "attack", "Tehran", True),
        ("According to Tehran, Israel attacked the port.", "attack", "Tehran", False),
        ("Residents said that Israel attacked the port.", "attack", "Residents", False),
    ],
)
def test_attribution(body: str, lemma: str, text: str, *, quoted: bool) -> None:
    said = predicate(read(body), lemma).attribution
    assert said is not None
    assert (said.text, said.quoted) == (text, quoted)


def test_quotes_go_on_across_sentences() -> None:
    body = '"We will not wait," the Iranian president said. "Israel attacked our port. It struck twice."'
    found = [one for one in predicates(read(body)) if one.lemma in ("attack", "strike")]
    assert len(found) == 2
    for one in found:
        assert one.attribution is not None
        assert (one.attribution.country, one.attribution.quoted) == ("IRN", True)


def test_the_article_itself_attributes_to_no_one() -> None:
    assert predicate(read("Israel attacked the port."), "attack").attribution is None
