"""``communique clean``: the story on standard output, what was removed beside it, and refusals in one line."""

from pathlib import Path

from schemas import CleanArticle, RawArticle
from streams.cli.clean import shown
from streams.problems import UnreadableInput
from tests.unit.streams.cli.test_commands import refused, run

STORY = "Peru expelled the ambassador of Ecuador on Wednesday, and Ecuador protested."
TEXT = f"Gazette\n\nPeru expels envoy of Ecuador\n\nLIMA, March 4 (AP) - {STORY}\n\nRead more\n"


def test_the_story_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    assert run(tmp_path, "clean", str(file)).stdout.strip() == STORY


def test_show_adds_what_was_removed_in_its_place_with_its_rule(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT)
    lines = [line for line in run(tmp_path, "clean", str(file), "--show").stdout.splitlines() if line]
    assert "title       Peru expels envoy of Ecuador" in lines
    assert lines[-5:] == [
        "Gazette  [top-line]", "Peru expels envoy of Ecuador  [headline]", "LIMA, March 4 (AP) -  [dateline]", STORY,
        "Read more  [read-more]",
    ]  # fmt: skip


def test_what_was_removed_is_struck_out_and_coloured() -> None:
    from agents.cleaning import clean  # noqa: PLC0415 - as the command does, which loads it only when it is used

    raw = RawArticle(body=TEXT)
    text = shown(raw, clean(raw))
    struck = {text.plain[span.start : span.end]: str(span.style) for span in text.spans if "strike " in str(span.style)}
    assert {"Gazette", "Read more"} <= {piece.split("  [")[0] for piece in struck}
    assert len({style for style in struck.values() if not style.startswith("not")}) > 1


def test_json_is_the_clean_article(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(f"<html><body><p>{STORY}</p></body></html>")
    assert CleanArticle.from_bytes(run(tmp_path, "clean", str(file), "--json").stdout.encode()).body == STORY


def test_a_file_without_a_story_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Read more")
    refused(run(tmp_path, "clean", str(file)), UnreadableInput.exit_code, "holds no story")
    file.write_text("<div>" * 400 + STORY)
    refused(run(tmp_path, "clean", str(file)), UnreadableInput.exit_code, "too_large")
