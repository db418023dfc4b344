"""The demo's articles: as varied as the demo promises."""

import yaml

from streams.samples import FOLDER, samples


def test_there_are_enough_and_each_has_an_id_of_its_own() -> None:
    found = samples()
    assert len(found) >= 6
    assert len({article.article_id for article in found}) == len(found)


def test_they_are_html_and_plain_text() -> None:
    assert {article.content_type for article in samples()} == {"text/html", "text/plain"}


def test_one_body_comes_twice_from_two_publishers() -> None:
    bodies = [article.body for article in samples()]
    copies = [article for article in samples() if bodies.count(article.body) == 2]
    assert len(copies) == 2
    assert len({article.source for article in copies}) == 2


def test_the_index_names_every_file_and_says_what_it_shows() -> None:
    index = yaml.safe_load((FOLDER / "index.yaml").read_text(encoding="utf-8"))["articles"]
    listed = {entry["file"] for entry in index}
    assert listed == {file.name for file in FOLDER.iterdir() if file.suffix in {".txt", ".html"}}
    assert all(entry["shows"] for entry in index)
