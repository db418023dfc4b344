"""Pages as text with a map: what a reader sees, which element holds it, whatever the markup looks like."""

import pytest

from agents.cleaning.bounds import MAX_DEPTH
from agents.cleaning.markup import is_html, scan
from agents.errors import Rejected


def seen(body: str) -> list[str]:
    return [" ".join(line.text.split()) for line in scan(body).text.lines()]


@pytest.mark.parametrize(("body", "expected"), [
    ("<p>One <b>two</b>\nthree</p><p>four", ["One two three", "four"]),
    ("<p>a<br>b<br/>c", ["a", "b", "c"]),
    ("<p>a<!-- <p>b</p> -->c</p>", ["ac"]),
    ("<p>a</p><script>if (a < b) { '</p>' }</script><p>b</p>", ["a", "b"]),
    ("<style>p{}</style><head><title>T</title></head><p>a", ["a"]),
    ('<img src="data:image/png;base64,' + "QUJD>" * 3000 + '"><p>a', ["a"]),
    ('<a href="x>y">a</a> b', ["a b"]),
    ("<h2>a</h2\n<p>b", ["a", "b"]),
    ("3 < 5 and a<b> c", ["3 < 5 and a c"]),
    ("<p>a &amp; b &lt;c&gt; &nbsp;d &#8217;", ["a & b <c> d \u2019"]),
    ("<pre>a\nb</pre>c\nd", ["a", "b", "c d"]),
    ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
    ("<svg><text>x</text></svg><p>a", ["a"]),
    ("<p>a</p><noscript>b", ["a", "b"]),
    ("<p>a</p><script>b", ["a"]),
    ('<p title="a>b', ['b']),
    ("", []),
])  # fmt: skip
def test_what_a_reader_sees(body: str, expected: list[str]) -> None:
    assert seen(body) == expected


def test_the_elements_around_a_line() -> None:
    body = '<div id="Main-story"><ul class=share><li>Share<li>Mail</ul><p>text'
    found = scan(body)
    path = [(node.name, node.labels) for node in found.holder(body.index("Mail")).path()]
    assert path == [("li", ""), ("ul", " share "), ("div", " main story "), ("", "")]
    assert [node.name for node in found.holder(body.index("text")).path()] == ["p", "div", ""]


def test_a_paragraph_ends_where_a_block_begins() -> None:
    body = "<p>a<div>b</div>c"
    assert [node.name for node in scan(body).holder(body.index("b<")).path()] == ["div", ""]
    assert [node.name for node in scan(body).holder(body.index("c")).path()] == [""]


def test_a_table_with_headers_is_known() -> None:
    body = "<table><tr><th>Name<tr><td>Firm"
    assert any(node.has_header for node in scan(body).holder(body.index("Firm")).path())


def test_depth_is_bounded_and_unclosed_paragraphs_do_not_count() -> None:
    scan("<p>a" * 5_000 + "<li>b" * 5_000)
    scan("<div>" * (MAX_DEPTH - 1))
    with pytest.raises(Rejected):
        scan("<div>" * (MAX_DEPTH + 1))


@pytest.mark.parametrize(("body", "expected"), [
    ("<!DOCTYPE html><title>x", True), ("<p>One.</p>", True), ("One.<br>Two.", True),
    ("A <b>bold</b> <i>claim</i>.", True),
    ("A <b>bold claim.", False), ("if a < b and c > d", False), ("plain text", False), ("see <https://a.example>",
    False),
])  # fmt: skip
def test_html_is_told_from_text(body: str, expected: bool) -> None:
    assert is_html(body) is expected
