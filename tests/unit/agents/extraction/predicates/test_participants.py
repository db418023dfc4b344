"""Who does what to whom, construction by construction."""

import pytest

from tests.unit.agents.extraction.reading import pair, predicate, predicates, read, who


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        # verbs
        ("Turkey criticised Greece on Tuesday.", "criticise", "TUR > GRC"),
        ("Greece was criticised by Turkey on Tuesday.", "criticise", "TUR > GRC"),
        ("Norway told Finland that the bridge would close.", "tell", "NOR > FIN"),
        ("Chile gave Peru two patrol boats.", "give", "CHL > PER"),
        ("Chile gave two patrol boats to Peru.", "give", "CHL > PER"),
        ("Sudan called off a meeting with Egypt.", "call", "SDN > EGY"),
        # things are not targets, their owners are
        ("Serbia rejected Croatia's proposal.", "reject", "SRB > HRV"),
        ("Serbia rejected a proposal from Croatia.", "reject", "SRB > HRV"),
        ("Morocco seized a Spanish trawler.", "seize", "MAR > ESP"),
        ("Poland closed the road.", "close", "POL >"),
        # coordination
        ("India and Pakistan accused China.", "accuse", "IND+PAK > CHN"),
        ("Kenya thanked Japan, Canada and Australia.", "thank", "KEN > JPN+CAN+AUS"),
        ("Iran condemned and threatened Israel.", "condemn", "IRN > ISR"),
        ("Iran summoned the Swiss ambassador and warned Israel.", "warn", "IRN > ISR"),
        ("Afghan and Pakistani border guards attacked Iran.", "attack", "AFG+PAK > IRN"),
        ("Afghan and Pakistani border guards met on Monday.", "meet", "AFG > PAK"),
        # a finite verb that the parser takes for a participle behind an aside
        ("The Kenyan trade secretary, Ann Otieno, negotiated with Uganda.", "negotiate", "KEN > UGA"),
        # an office before which something happens
        ("Danish pupils sang outside the Chinese embassy.", "sing", "DNK > CHN"),
        # a place or a time without a comma before the subject
        ("In Sliven Bulgarian gendarmes beat a Greek driver.", "beat", "BGR > GRC"),
        ("By noon Ghanaian raiders had robbed a French priest.", "rob", "GHA > FRA"),
        ("In Lima riot police charged at Peruvian students.", "charge", "PER > PER"),
        ("In Bamako Colonel Ali Keita, who has won no vote, warned France.", "warn", "MLI > FRA"),
        # a subject taken for a description of the place before it, for an adverb, for the noun beside it
        ("At talks at Sharm el-Sheikh, the Danish and the Swedish minister quarrelled.", "quarrel", "DNK > SWE"),
        ("Samoa expelled two Fijian officers on Monday.", "expel", "WSM > FJI"),
        ("Morocco accused Spain of spying, a charge Madrid called absurd.", "call", "ESP > MAR"),
        ("India, itself badly hit, has sent three ships to Samoa.", "send", "IND > WSM"),
        ("Yerevan declares martial law and mobilises all reservists.", "mobilise", "ARM >"),
        # the second of three states, taken for a description of the first
        ("Peru, Chile and Bolivia recognised Kosovo.", "recognise", "PER+CHL+BOL > XKX"),
        # a verb taken for a noun, but with an object
        ("Oslo, Stockholm bar each other's citizens from leaving", "bar", "NOR > SWE"),
        # a pronoun beside the thing that is given
        ("Togolese nurses visited the Malian sailors and brought them soup.", "bring", "TGO > MLI"),
        # one's own men are posted at home
        ("The Danish navy patrolled the streets of Copenhagen.", "patrol", "DNK >"),
        ("Denmark's navy patrolled Estonian waters.", "patrol", "DNK > EST"),
        ("Brazil's army mobilised reserves against Brazilian miners.", "mobilise", "BRA > BRA"),
        # control and raising
        ("France urged Mali to free the Kenyan pilots.", "urge", "FRA > MLI"),
        ("France urged Mali to free the Kenyan pilots.", "free", "MLI > KEN"),
        ("Cuba promised Mexico to repay the loan.", "repay", "CUB > MEX"),
        ("Brazil wants Bolivia to leave.", "want", "BRA > BOL"),
        ("Brazil seems to support Bolivia.", "support", "BRA > BOL"),
        ("Libya agreed to compensate Malta.", "compensate", "LBY > MLT"),
        # clauses
        ("Jordan, which had invaded Syria, apologised.", "invade", "JOR > SYR"),
        ("Chadian troops sent by Niger attacked Burundi.", "send", "NER > TCD"),
        ("Iraq accused Kuwait of violating the border.", "violate", "KWT > IRQ"),
        ("After meeting Merz, Macron criticised Hungary.", "criticise", "FRA > HUN"),
        ("Latvia left the talks, blaming Belarus.", "blame", "LVA > BLR"),
        # event nouns
        ("Russia's invasion of Ukraine shocked many.", "invasion", "RUS > UKR"),
        ("The expulsion of British diplomats by Russia shocked many.", "expulsion", "RUS > GBR"),
        ("Israeli strikes on Lebanon went on.", "strike", "ISR > LBN"),
        ("Talks between Egypt and Ethiopia failed.", "talk", "EGY > ETH"),
        # light verbs, straight and inverse
        ("Japan imposed sanctions on Iran.", "sanction", "JPN > IRN"),
        ("Japan paid a visit to Nepal.", "visit", "JPN > NPL"),
        ("The raid drew condemnation from Qatar.", "condemnation", "QAT >"),
        # joint acts: each side to the other
        ("Zambia and Malawi are dredging the river together.", "dredge", "ZMB > MWI"),
        ("Chile and Peru held a joint patrol.", "patrol", "CHL > PER"),
        ("Oman and Yemen restored diplomatic relations.", "restore", "OMN > YEM"),
        ("Armenia and Georgia exchanged captured policemen.", "exchange", "ARM > GEO"),
        ("Chile and Peru signed a treaty with Brazil.", "sign", "CHL+PER > BRA"),
        # one's own people are sent, not targeted; another's are
        ("Ghana sent nurses to Liberia.", "send", "GHA > LBR"),
        ("Ghana massed troops.", "mass", "GHA >"),
        ("Ghana ordered the Togolese soldiers to leave.", "order", "GHA > TGO"),
        # who is given something comes before what is given
        ("Egypt handed two Libyan pilots to Sudan.", "hand", "EGY > SDN"),
        ("Kenya extradited a Rwandan banker to Belgium.", "extradite", "KEN > BEL"),
        # an office and its bearer are one
        ("Its president, Emmanuel Macron, criticised Niger.", "criticise", "FRA > NER"),
        # what is let happen; who joins in
        ("Qatar let Iranian tankers dock.", "let", "QAT > IRN"),
        ("Malta joined Cyprus in condemning Libya.", "condemn", "MLT+CYP > LBY"),
        ("Ghana secured a loan from the World Bank.", "loan", "IGO > GHA"),
        ("Ghana obtained two billion dollars from Japan.", "obtain", "JPN > GHA"),
        # what the parser takes for a passive, and how is not by whom
        ("Norway, which had helped before, called on Sweden to wait.", "call", "NOR > SWE"),
        ("Peru spoke by telephone with Chile.", "speak", "PER > CHL"),
        # whom a clause singles out
        ("It was Chad that expelled the Libyan consul.", "expel", "TCD > LBY"),
        # what makes others act concerns them
        ("Togo met Benin at the request of Ghana.", "request", "GHA > TGO"),
        ("Iran released the sailors after Omani mediation.", "mediation", "OMN > IRN"),
        ("Togo met Benin at the request of Ghana.", "meet", "TGO > BEN"),
        # whom a participle or a purpose concerns; a road leads nowhere
        ("Mali closed the mine, defying France.", "close", "MLI > FRA"),
        ("Danish farmers blocked the road to Paris.", "block", "DNK >"),
        # whom one speaks of, but not what is one's own
        ("Sudan says Kenya is hiding the rebels.", "say", "SDN > KEN"),
        ("Sudan says Khartoum is hiding nothing.", "say", "SDN >"),
        # only those who can speak do
        ("A Malian spokesman said that prices had fallen and accused Niger of greed.", "accuse", "MLI > NER"),
        ("Nobody in the Tongan cabinet thanked Fiji.", "thank", "TON > FJI"),
        # those whom one faces are not one's own; what is spoken of is not done
        ("Emmanuel Macron called on his followers to wait.", "call", "FRA > FRA"),
        ("Chad complained to Libya about a meeting with Niger.", "meeting", "> NER"),
        # places that only the recogniser knows; seats; who does what one objects to
        ("France struck a Malian army lorry near Ansongo.", "strike", "FRA > MLI"),
        ("Japan reopened its embassy in Yemen.", "reopen", "JPN > YEM"),
        ("Libyan rioters stormed the Swiss embassy in Tripoli.", "storm", "LBY > CHE"),
        # what was said to those who then act
        ("Mali freed a pilot after an appeal from Morocco.", "appeal", "MAR > MLI"),
        ("Serbia shelved the bill following criticism from Norway.", "criticism", "NOR > SRB"),
        ("Nepal objected to a road that India means to build.", "object", "NPL > IND"),
        ("Macron and Merz spoke by telephone.", "speak", "FRA > DEU"),
        # whose decision it is; what goes on under another verb; a description of the subject
        ("The decision by Nepal to ban Indian banknotes stands.", "ban", "NPL > IND"),
        ("The decision of Malta to expel two Libyan envoys stands.", "expel", "MLT > LBY"),
        ("Denmark to stop aid to Mali", "stop", "DNK > MLI"),
        ("Poland shot down a drone that crossed from Belarus and shut its border with Belarus.", "shut", "POL > BLR"),
        ("Guyana's army came under fire on Monday from Venezuelan gunboats.", "fire", "VEN > GUY"),
        ("Japan flew a plane over the sea in a drill with Korean marines.", "drill", "JPN > KOR"),
        # whoever suffered what is condemned is not condemned
        ("France condemned the raids on Lebanon by Israel.", "condemn", "FRA > ISR"),
        ("France condemned attacks on Lebanon.", "condemn", "FRA >"),
        # verbs that share no object
        ("Iraq apologised and arrested ten men.", "apologise", "IRQ >"),
        # what is demanded
        ("Cyprus says Turkey must leave the island.", "say", "CYP > TUR"),
        ("Zambia dropped a demand that Angola withdraw.", "drop", "ZMB > AGO"),
        # each to the other, and nobody else; the members of a plural
        ("Togo and Benin accused each other of hiding thieves from Ghana.", "accuse", "TGO > BEN"),
        ("The presidents of Chad and Niger held a summit.", "summit", "TCD > NER"),
        ("The foreign ministers of Peru and Chile condemned Bolivia.", "condemn", "PER+CHL > BOL"),
        ("Malta gave blankets to three Asian countries, including Nepal and Laos.", "give", "MLT > NPL+LAO"),
        ("Togo and Benin held a joint drill with 300 men.", "drill", "TGO > BEN"),
        # for whom a thing is meant comes before where it is lodged
        ("Belize filed a suit against Guatemala at the Hague court.", "file", "BLZ > GTM"),
        ("Kenya wrote a letter to Uganda in anger.", "write", "KEN > UGA"),
        # who is introduced by name
        ("Chad's president congratulated his Ghanaian colleague, John Mahama.", "congratulate", "TCD > GHA"),
        ("Chad's president congratulated John Mahama and invited him to the palace.", "invite", "TCD > GHA"),
        ("Belize sued Guatemala, accusing it of theft.", "accuse", "BLZ > GTM"),
        # who held a place comes before the place; a place of one's own is no party
        ("Gambian soldiers seized Kidal from the Senegalese army.", "seize", "GMB > SEN"),
        ("Venezuelan guardsmen closed a bridge in Tachira.", "close", "VEN >"),
        ("Lorry drivers blocked roads in six provinces.", "block", "Lorry drivers >"),
        # envoys in a country; who can avert what is threatened; who is asked is not whom it is about
        ("Peru recalled the charge d'affaires in La Paz.", "recall", "PER > BOL"),
        ("Malta threatened to close its ports unless Italy paid.", "threaten", "MLT > ITA"),
        ("Malta said it would strike back if Italy searched its ships.", "strike", "MLT > ITA"),
        ("Kenya asked for the release of two Kenyan pilots by Chad.", "release", "TCD > KEN"),
        ("Chad has denied arming the Libyan rebels.", "deny", "TCD >"),
        # whose deed it is where it is done by whoever rules
        ("Ghana condemned the coup in Mali.", "condemn", "GHA > MLI"),
        ("Ghana condemned the bombing in Mali.", "condemn", "GHA >"),
        # what is said to those who then act; what one's own side may do
        ("Peru shrugged off a warning from the World Bank.", "warning", "IGO > PER"),
        ("Chile turned down a request from Peru to extradite the general.", "request", "PER > CHL"),
        ("Canada may cut aid to Haiti, the foreign minister warned.", "warn", "CAN > HTI"),
        # subjects that the parser takes for adverbs or hangs on a participle; small clauses; the capitals of each other
        ("Sudan snubbed mediators of the Arab League and stayed away.", "snub", "SDN > IGO"),
        ("A Malian court found the French pilot guilty of murder.", "find", "MLI > FRA"),
        ("Malta condemned the sentence handed down to Ali Deeb and called for talks with Libya.", "call", "MLT > LBY"),
        ("Peru and Bolivia will reopen consulates in each other's capitals.", "reopen", "PER > BOL"),
        ("Malta and Cyprus are jointly buying tents for Libya.", "buy", "MLT+CYP > LBY"),
        # what is told of oneself; who can avert it; what is owed; nouns taken for verbs and hung on them
        ("Chad has told Niger that it will open a mine.", "open", "TCD > NER"),
        ("If Chad closes the road, Niger will cut the power, a Nigerien minister warned.", "warn", "NER > TCD"),
        ("Japan wrote off ten billion yen that Nepal owed it.", "write", "JPN > NPL"),
        ("Ottawa imposed asset freezes on four Haitian senators.", "impose", "CAN > HTI"),
        ("The Peruvian president renewed his plea to NATO for tents.", "plea", "PER > IGO"),
        # on a border that both share; ending a drill; together, wherever that hangs
        ("Togo and Benin have massed troops along their common border.", "mass", "TGO > BEN"),
        ("Togo and Benin ended ten days of drills off the coast.", "end", "TGO > BEN"),
        ("Togo and Benin are digging a canal together from Lome to the north.", "dig", "TGO > BEN"),
        # where a thing is says nothing of whom it concerns
        ("Lorry drivers blocked motorways in nine provinces.", "block", "Lorry drivers >"),
        ("Bolivian officials lifted a curfew in the city of Santa Fe.", "lift", "BOL >"),
        # who is asked for somebody's release is not that somebody; what is turned down is a thing
        ("Oslo demanded her release from Iran's foreign minister.", "demand", "NOR > IRN"),
        ("Iran offered Chad a loan, and N'Djamena turned it down.", "turn", "TCD > IRN"),
        ("Denmark to end aid to Mali, Niger", "end", "DNK > MLI+NER"),
        # whom a thing is against comes before whose it is; a march goes nowhere
        ("Malta called for European sanctions against Libya.", "call", "MLT > LBY"),
        ("Thousands of Poles marched in Vienna.", "march", "POL >"),
        # nouns with what hangs on them
        ("Talks on fish between Iceland and Norway failed.", "talk", "ISL > NOR"),
        ("The Maltese minister said on a visit to Libya that prices would fall.", "visit", "MLT > LBY"),
        ("Hungary's refusal to arrest the Serbian general surprised few.", "refusal", "HUN > SRB"),
        ("Laos deported ten Thai monks despite an appeal by Japan.", "appeal", "JPN > LAO"),
        ("Talks between Chad and Niger hosted by Qatar went on.", "host", "QAT > TCD+NER"),
        ("Pakistani lawyers were beaten with sticks by Afghan guards.", "beat", "AFG > PAK"),
    ],
)  # fmt: skip
def test_pairs(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "lemma"),
    [
        ("Oman and Iran met in Muscat.", "meet"),
        ("Oman met with Iran.", "meet"),
        ("Oman and Iran signed an agreement.", "agreement"),
        ("Oman and Iran initialled nine articles.", "initial"),
        ("Oman held talks with Iran.", "talk"),
        ("Oman and Iran ended three days of talks in Djibouti.", "end"),
        ("Oman and Iran held a second round of negotiations in Rome.", "hold"),
    ],
)
def test_reciprocal_predicates_have_one_side_each(body: str, lemma: str) -> None:
    found = read(body)
    one = predicate(found, lemma)
    assert one.reciprocal
    assert (who(found, one.sources), who(found, one.targets)) == ("OMN", "IRN")


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Saudi Arabia and Iran reopened their embassies on Tuesday.", "reopen", "SAU > IRN"),
        ("Bolivia and Paraguay promised to open the border.", "promise", "BOL > PRY"),
        ("Angola and Zambia plan to build a railway together.", "plan", "AGO > ZMB"),
        ("Denmark and Canada settled their dispute over an island.", "settle", "DNK > CAN"),
        ("The Polish president and his Lithuanian counterpart opened a pipeline.", "open", "POL > LTU"),
        # nobody does it to each other
        ("Chile and Peru withdrew their ambassadors.", "withdraw", "CHL+PER >"),
        ("Mali and Niger vowed to fight the Algerian rebels together.", "fight", "MLI+NER > DZA"),
        ("The United States and France promised to send soldiers.", "promise", "USA+FRA >"),
    ],
)
def test_what_two_will_do_is_done_to_each_other_where_it_lies_between_them(
    body: str, lemma: str, expected: str
) -> None:
    assert pair(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Oman was the second Arab state to recognise Kosovo.", "recognise", "OMN > XKX"),
        ("Ghana is among the countries that condemned the Togolese raid.", "condemn", "GHA > TGO"),
        ("Chile is one of the states which boycotted the Peruvian parade.", "boycott", "CHL > PER"),
        ("Cyprus is the only member of the club that has sued Turkey.", "sue", "CYP > TUR"),
        ("The Danish premier, Mette Frederiksen, was the first leader to praise Fiji.", "praise", "DNK > FJI"),
        # a country is not what it is said not to be, and heads of a body are not the body
        ("Ms Sandu is the president of a country that Russia has threatened.", "threaten", "RUS > MDA"),
    ],
)
def test_who_is_said_to_be_somebody_does_what_that_somebody_does(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


def test_who_is_singled_out_is_meant_by_name() -> None:
    found = read("Malta became the last country to expel the Libyan envoy.")
    assert [found.actors[index].text for index in predicate(found, "expel").sources] == ["Malta"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Tehran denied any link with the Jordanian gunmen.", "IRN >"),
        ("Nepal denied all knowledge of the Indian spies.", "NPL >"),
        ("Rwanda denied the Congolese accusation.", "RWA > COD"),
    ],
)
def test_a_share_in_a_deed_is_denied_to_nobody(body: str, expected: str) -> None:
    assert pair(body, "deny") == expected


def test_own_officials_are_not_targets() -> None:
    assert pair("Ghana withdrew its ambassador from Togo.", "withdraw") == "GHA > TGO"


def test_every_predicate_with_an_actor_is_kept() -> None:
    found = read("Belgium frobnicated the parliament building, and Spain sneezed.")
    assert {one.lemma for one in found.sentences[0].predicates} >= {"frobnicate", "sneeze"}


def test_governors_and_markers_are_told() -> None:
    found = read("Estonia refused to lift the ban on Belarus.")
    lift = predicate(found, "lift")
    assert lift.governor is not None
    assert found.sentences[0].predicates[lift.governor].lemma == "refuse"
    assert (lift.governance, lift.marker) == ("infinitive", "to")


def test_a_circumstance_is_marked_through_the_noun_between() -> None:
    found = read("Chad rejected the envoy following days of urging Libya to wait.")
    assert predicate(found, "urge").marker == "following"


def test_a_clause_of_place_lacks_no_object() -> None:
    found = read("Chad closed the harbour in Libya where ships were waiting for Malta.")
    assert all(argument.relation != "object" for argument in predicate(found, "wait").arguments)


def test_light_verb_phrases_carry_their_noun_and_span() -> None:
    found = read("Peru held two days of talks with Chile. Peru held talks with Chile.")
    one = predicate(found, "talk")
    assert (one.kind, one.lemma, one.noun) == ("light", "hold", "talk") or one.kind == "noun"
    light = found.sentences[1].predicates[0]
    assert (light.kind, light.lemma, light.noun, light.text) == ("light", "hold", "talk", "held talks")


def test_spans_are_those_of_the_body() -> None:
    body = "First line.\n\n  Gabon  accused Congo of spying."
    found = read(body)
    for actor in found.actors:
        assert body[actor.start : actor.end] == actor.text
    for one in found.sentences[-1].predicates:
        assert body[one.start : one.end] == one.text
        for argument in one.arguments:
            assert body[argument.start : argument.end] == argument.text


def test_clauses_that_the_parser_put_into_each_other_are_read() -> None:
    told = "rivers. Traders at the port said that 53 containers were waiting."
    torn = f"{told}</p><p>Egypt will not attend the talks that India called for. The announcement came"
    assert "attend" in {one.lemma for one in predicates(read(torn))}


def test_an_infinitive_behind_whom_it_is_asked_of_is_theirs_to_do() -> None:
    found = read("The envoy of Norway flew to Juba to press Sudan's generals to free the pilots.")
    asked = predicate(found, "free")
    assert (asked.governance, who(found, asked.sources)) == ("infinitive", "SDN")


@pytest.mark.parametrize(
    ("body", "lemma", "governance"),
    [
        ("Niger junta kicks out French envoy, Paris scoffs.", "kick", "parataxis"),
        ("Latvia closed the border, Minsk protested.", "close", "parataxis"),
        ("Latvia closed the border, Minsk said.", "close", "complement"),
        ('"Latvia closed the border", Minsk raged.', "close", "complement"),
    ],
)
def test_a_clause_before_a_verb_that_says_nothing_stands_beside_it(body: str, lemma: str, governance: str) -> None:
    assert predicate(read(body), lemma).governance == governance


@pytest.mark.parametrize(
    ("body", "lemma", "parties"),
    [
        ("Officials of Chad and of Benin discussed a joint force.", "discuss", ["TCD", "BEN"]),
        ("Envoys from Laos and from Vietnam met on the border.", "meet", ["LAO", "VNM"]),
        ("Farmers in Bukavu, who accused Rwandan soldiers of looting, fled.", "accuse", ["COD", "RWA"]),
        ("Iran jailed the Swede instead of sending Peru a note.", "send", ["IRN", "PER"]),
    ],
)
def test_those_sent_by_each_and_those_who_are_somewhere_act(body: str, lemma: str, parties: list[str]) -> None:
    found = read(body)
    act = predicate(found, lemma)
    assert [found.actors[index].country for index in (*act.sources, *act.targets)] == parties


@pytest.mark.parametrize(
    ("body", "lemma", "sources", "targets"),
    [
        ("Peru and Chile refused to sign the accord with Cuba.", "refuse", ["PER", "CHL"], ["CUB"]),
        ("Peru and Chile, which brokered a truce, left.", "broker", ["PER", "CHL"], []),
        ("Peru and Chile have also shut crossings.", "shut", ["PER", "CHL"], []),
        ("Peru and Chile also resumed joint patrols.", "resume", ["PER"], ["CHL"]),
    ],
)
def test_what_two_do_alike_they_need_not_do_to_each_other(
    body: str, lemma: str, sources: list[str], targets: list[str]
) -> None:
    found = read(body)
    act = predicate(found, lemma)
    assert [found.actors[index].country for index in act.sources] == sources
    assert [found.actors[index].country for index in act.targets] == targets


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Two Peruvian soldiers were ambushed and killed.", "kill", "> PER"),
        ("Two Peruvian drivers were stopped and beaten by Chilean police.", "stop", "CHL > PER"),
        ("Two Peruvian drivers were freed and returned to Chile.", "return", "PER > CHL"),
        ("Two Peruvian drivers were freed and thanked Chile.", "thank", "PER > CHL"),
    ],
)
def test_verbs_joined_to_a_passive(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("American and British aircraft flew home.", "fly", ["USA MIL", "GBR MIL"]),
        ("Kazakh and Kyrgyz border guards opened fire.", "open", ["KAZ MIL", "KGZ MIL"]),
        ("Two British and three French sailors were freed by Eritrea.", "free", ["GBR CVL", "FRA CVL"]),
        ("Kyrgyz and Tajik border guards exchanged fire.", "exchange", ["KGZ MIL", "TJK MIL"]),
        ("Israelis and Lebanese militants exchanged fire.", "exchange", ["ISR CVL", "LBN REB"]),
    ],
)
def test_nationalities_before_one_noun(body: str, lemma: str, expected: list[str]) -> None:
    found = read(body)
    act = predicate(found, lemma)
    known = [found.actors[index] for index in (*act.sources, *act.targets)]
    assert [f"{one.country} {one.sector}" for one in known][-2:] == expected


@pytest.mark.parametrize(
    ("body", "lemma", "expected"),
    [
        ("Rebels shelled Mopti. Three Malians were killed and two Danes wounded.", "wound", "> DNK"),
        ("Two Russian banks were fined and a Belarusian banker blacklisted by Peru.", "blacklist", "PER > BLR"),
    ],
)
def test_a_participle_that_shares_the_auxiliary(body: str, lemma: str, expected: str) -> None:
    assert pair(body, lemma) == expected
