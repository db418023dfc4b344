"""Fields apart from politics."""

import re
from pathlib import Path

import pytest
import yaml

from agents.classification.apart import Apart, shipped
from agents.classification.codebook import DATA
from agents.classification.explain import explain
from tests.support.coding import article, coder, extracted


@pytest.mark.parametrize(
    "text",
    [
        "Tunisia met Senegal in a friendly on Sunday.",
        "The Bulgarian goalkeeper signed for a club in Greece.",
        "A Hungarian violinist beat a Chilean rival in the final round.",
        "A cold front from Sweden hit Latvia at dawn.",
        "The Turkish soprano agreed to sing in Oslo.",
        "Turkey's national team dismissed their German coach.",
        "Croatia crushed Georgia by four goals.",
        "Kenya's runners beat Ethiopia over ten thousand metres.",
        "The Cuban boxer knocked out the Kazakh in the second round.",
        "A Turkish historian describes how Britain occupied Cyprus.",
        "Thousands of Germans travel to Greece every summer.",
        "The Finnish phone maker sued its Chinese rival.",
        "Ghana thrashed a tired Egypt 4-0.",
        "Samoa lost the second Test 19-24 in Tonga.",
        "Exports of Kenyan tea to Pakistan grew.",
        "A Belgian brewer agreed to merge its Polish plants with a Dutch rival.",
        "The Cuban swimmer thanked Mexico.",
        "The Kenyan carrier bought eight jets from Embraer in Brazil.",
        "Sales of Italian shoes in Japan fell by a third.",
        "A Norwegian skater beat a Dutch rival over five hundred metres.",
        "A Romanian pickpocket was arrested in Paris.",
        "Swiss police arrested a Pole for stealing a painting.",
        "Swedish police arrested a Finn for drunken driving.",
    ],
)
def test_a_sentence_of_sport_culture_or_weather_stands_apart(text: str) -> None:
    assert shipped().holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tunisia met Senegal on Sunday to settle the border.",
        "Bulgaria's government arrested a goalkeeper from Serbia.",
        "Chile imposed sanctions on Hungarian wine.",
        "Swedish soldiers stormed the opera in Riga.",
        "The Arab League condemned Syria.",
        "Xi arrived in Serbia on the first leg of a tour.",
        "Iran and the European Union will hold the next round in Rome.",
        "Norway holds exercises near Russia every summer.",
        "Iran jailed a Swedish historian.",
        "Qatar banned a Danish documentary.",
        "Armed actors attacked the Colombian town.",
        "Peru defeated the motion of Chile in the vote by 21-14.",
        "Sweden visits Norway on 5-7 June.",
        "The Iranian army bought jets from Embraer in Brazil.",
        "Greek rebels attacked a Turkish post over the river.",
        "An opposition candidate was arrested for drunken driving in Chad.",
        "Malawi's government jailed a British burglar and deported another.",
    ],
)
def test_politics_and_force_override_the_field(text: str) -> None:
    assert not shipped().holds(text)


def test_what_is_silenced_is_explained() -> None:
    (found,) = extracted([article(0, "Chile attacked Peru in the semi-final.")])
    told, left = explain(coder(), found)
    assert not told
    assert any("apart.yaml" in one.reason for one in left)


def test_an_entry_without_a_word_of_its_own_is_an_error(tmp_path: Path) -> None:
    data = tmp_path / "apart.yaml"
    data.write_text(
        'fields: {sport: ["* # *"]}\nunless: [treaty]\npetty: {words: [burglar], unless: [spy]}\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="needs a word of its own"):
        Apart.load(data)


@pytest.mark.parametrize("text", ["Two Dutch cyclists fell.", "a cyclist,", "(Cyclists)", "the cyclist-turned-singer"])
def test_a_word_is_found_wherever_it_stands(text: str) -> None:
    assert shipped().holds(text)


@pytest.mark.parametrize("text", ["the cyclistic order", "Megacyclist sued Chad."])
def test_a_part_of_a_word_is_none(text: str) -> None:
    assert not shipped().holds(text)


def test_every_entry_is_found_by_its_longest_word() -> None:
    raw = yaml.safe_load((DATA / "apart.yaml").read_text(encoding="utf-8"))
    entries = [*(word for words in raw["fields"].values() for word in words), *raw["petty"]["words"]]
    for entry in entries:
        told = entry.replace(" .. ", " of the ").replace("*", "three").replace("#", "12")
        for text in (f"It was {told}.", f"({told}s)"):
            assert any(fields.words.search(text) for fields in shipped().fields), text
            assert not shipped().clues.isdisjoint(re.findall(r"\w+", text)), text
