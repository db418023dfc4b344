"""Text that remembers where it came from: whatever is done to it, the map leads back to the same characters."""

import re

from hypothesis import given
from hypothesis import strategies as st

from agents.cleaning.traced import Edit, Traced, joined

_WORDS = st.text(alphabet="ab \n", max_size=40)


def maps_back(text: Traced, raw: str) -> None:
    assert (
        "".join(text.text[piece.at : piece.end] for piece in text.pieces if piece.length) != "" or not text.text.strip()
    )
    for piece in text.pieces:
        if piece.length == piece.raw_length and piece.length > 1:
            assert raw[piece.raw : piece.raw_end] == text.text[piece.at : piece.end]


@given(_WORDS, st.integers(0, 40), st.integers(0, 40))
def test_a_part_is_a_slice(raw: str, start: int, length: int) -> None:
    part = Traced.of(raw).part(start, start + length)
    assert part.text == raw[start : start + length]
    maps_back(part, raw)


@given(_WORDS)
def test_what_is_left_after_replacing_maps_back(raw: str) -> None:
    text = Traced.of(raw).replaced(re.compile("b+"), "").replaced(re.compile(" "), "__")
    assert text.text == re.sub("b+", "", raw).replace(" ", "__")
    for place, character in enumerate(text.text):
        start, end = text.raw_span(place, place + 1)
        assert raw[start:end] == (" " if character == "_" else character)


@given(_WORDS)
def test_lines_joined_again_map_back(raw: str) -> None:
    lines = Traced.of(raw).lines()
    text = joined(lines, "\n\n")
    assert text.text == "\n\n".join(line.strip() for line in raw.split("\n") if line.strip())
    for place, character in enumerate(text.text):
        start, end = text.raw_span(place, place + 1)
        assert raw[start:end] == character or (character == "\n" and start == end)


def test_an_edit_that_changes_the_length_keeps_the_whole_run() -> None:
    text = Traced.of("a &amp; b").edited([Edit(2, 7, "&")])
    assert text.text == "a & b"
    assert text.raw_span(2, 3) == (2, 7)
    assert text.raw_span(0, 5) == (0, 9)
    assert text.part(2, 5).raw_span(0, 1) == (2, 7)


def test_no_edit_is_no_change() -> None:
    text = Traced.of("abc")
    assert text.edited([]) is text
