"""Bytes to text: declared, undeclared and wrongly declared encodings."""

import pytest

from agents.cleaning import decode

TEXT = (
    "Le ministre Fran\u00e7ois Lef\u00e8vre, \u00e9lu \u00e0 Gen\u00e8ve, a re\u00e7u l\u2019ambassadeur \u2013 hier."
)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_needs_no_declaration(name: str) -> None:
    assert decode(TEXT.encode(name)) == TEXT


@pytest.mark.parametrize(("name", "text"), [
    ("cp1252", TEXT), ("iso-8859-2", "Premier Tusk spotka\u0142 si\u0119 z Or\u0142owsk\u0105"), ("windows-1251",
    "\u041c\u0438\u043d\u0438\u0441\u0442\u0440 \u041b\u0430\u0432\u0440\u043e\u0432"),
    ("shift_jis", "\u5916\u52d9\u5927\u81e3"), ("gb2312", "\u5916\u4ea4\u90e8"), ("euc-kr", "\uc678\uad50\ubd80"),
    ("big5", "\u5916\u4ea4\u90e8"),
])  # fmt: skip
def test_a_declaration_in_the_transport_or_in_the_page(name: str, text: str) -> None:
    assert decode(text.encode(name), name) == text
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={name}"></head>{text}'
    assert decode(page.encode(name)) == page


def test_latin_1_means_windows_1252_as_the_standard_says() -> None:
    assert decode("\u201cyes\u201d \u20ac5".encode("cp1252"), "iso-8859-1") == "\u201cyes\u201d \u20ac5"


def test_undeclared_english_with_quotes_is_windows_1252() -> None:
    text = "The minister \u2013 a former judge \u2013 said that \u201cno one\u201d would go to Le\u00f3n this year."
    assert decode(text.encode("cp1252")) == text


def test_undeclared_text_in_another_script_is_guessed() -> None:
    text = "Министр принял посла. Переговоры прошли в Москве. Стороны договорились продолжить их весной. " * 3
    assert decode(text.encode("cp1251")) == text


def test_a_page_that_says_latin_1_and_is_utf_8() -> None:
    assert decode(TEXT.encode(), "iso-8859-1") == TEXT


@pytest.mark.parametrize("declared", ["", "no-such-charset", "base64", "rot13", "utf-16", "x" * 50])
def test_a_declaration_that_cannot_be_true_is_passed_over(declared: str) -> None:
    assert decode(b"The envoy left.", declared) == "The envoy left."


def test_a_few_broken_bytes_in_utf_8_do_not_change_the_rest() -> None:
    data = (TEXT * 30).encode()
    assert decode(data[:2000] + b"\xff" + data[2000:]).count("\ufffd") <= 2
    assert TEXT in decode(data[:2000] + b"\xff" + data[2000:])
