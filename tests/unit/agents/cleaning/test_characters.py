"""Characters put in order: entities, mojibake, invisible characters, spaces, quotes, NFC."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cleaning.characters import ordered
from agents.cleaning.traced import Traced


def order(text: str) -> str:
    return ordered(Traced.of(text)).text


@pytest.mark.parametrize(("came", "went"), [
    ("Caf\u00c3\u00a9 \u00e2\u20ac\u201c Paris", "Caf\u00e9 \u2013 Paris"),
    ("It\u00e2\u20ac\u2122s", "It\u2019s"),
    ("R&amp;D &amp;amp; &lt;talks&gt; &#8217; &rsquo;", "R&D & <talks> \u2019 \u2019"),
    ("dis\u00adpute \u200bhere\ufeff", "dispute here"),
    ("a\u00a0b\tc   d\u3000e", "a b c d e"),
    ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ("  a  \n  b  ", " a\nb "),
    ("Ibe\u0301n\u0303ez", "Ib\u00e9\u00f1ez"),
    ("``No,'' he said", "\u201cNo,\u201d he said"),
    ('\u201cNo," he said', "\u201cNo,\u201d he said"),
    ('\u201cNo,\u201d he said, "yes"', '\u201cNo,\u201d he said, "yes"'),
    ('"No," he said', '"No," he said'),
    ("\u201eNein\u201c, sagte er", "\u201eNein\u201c, sagte er"),
    ("\x00a\x07b\ud800", "ab\ufffd"),
    ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
    ("AT&T and R&D; done", "AT&T and R&D; done"),
])  # fmt: skip
def test_characters(came: str, went: str) -> None:
    assert order(came) == went


@given(st.text(max_size=200))
def test_it_is_done_once_and_for_all(text: str) -> None:
    once = order(text)
    assert order(once) == once
    assert unicodedata.is_normalized("NFC", once)
