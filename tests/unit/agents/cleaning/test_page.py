"""Which of a page's lines are the story: what elements say, and when their names are not believed."""

from agents.cleaning import clean, raw_span
from schemas import CleanArticle, RawArticle

PARAGRAPHS = (
    "Peru expelled the ambassador of Ecuador on Wednesday after a quarrel over fishing rights in the gulf.",
    "Ecuador protested and recalled its own ambassador, and its president cancelled a visit to Lima next week.",
    "The Organization of American States offered to mediate, and both governments said that they would listen.",
    "Fishermen on both sides of the gulf blocked the two harbours and demanded that the talks begin at once.",
)


def page(before: str = "", *, name: str = "", after: str = "") -> CleanArticle:
    body = "".join(f'<p class="{name}">{text}</p>' for text in PARAGRAPHS)
    return clean(
        RawArticle(body=f"<html><body><article><h1>A quarrel</h1>{before}{body}{after}</article></body></html>")
    )


def reasons(article: CleanArticle) -> dict[str, str]:
    return {piece.text: piece.reason for piece in article.removed}


def test_the_story_is_its_paragraphs() -> None:
    assert page().body.split("\n\n") == list(PARAGRAPHS)


def test_a_class_that_every_paragraph_has_is_not_believed() -> None:
    for name in ("premium", "summary", "meta-text", "share related"):
        assert page(name=name).body.split("\n\n") == list(PARAGRAPHS), name


def test_an_element_of_such_a_class_beside_the_story_goes() -> None:
    bio = "Ann Lee has written about the gulf for ten years and lives there."
    article = page(after=f'<div class="author-bio"><p>{bio}</p></div>')
    assert article.body.split("\n\n") == list(PARAGRAPHS)
    assert bio in reasons(article)


def test_a_line_that_is_a_link_goes_and_a_linked_sentence_stays() -> None:
    assert "Chile votes on Sunday" in reasons(page(after='<p><a href="/x">Chile votes on Sunday</a></p>'))
    linked = "Both ambassadors left on Friday evening, the two foreign ministries said in short statements."
    assert linked in page(after=f'<p><a href="/x">{linked}</a></p>').body


def test_the_cells_of_a_table_with_headers_go() -> None:
    table = "<table><tr><th>Country</th><th>Catch</th></tr><tr><td>Peru</td><td>4,000 tonnes</td></tr></table>"
    assert "4,000 tonnes" not in page(after=table).body


def test_a_standfirst_stays() -> None:
    first = "Two neighbours, one gulf."
    assert page(before=f'<p class="standfirst">{first}</p>').body.split("\n\n") == [first, *PARAGRAPHS]


def test_a_story_that_only_a_script_holds_is_taken_and_maps_to_the_page() -> None:
    text = " ".join(PARAGRAPHS)
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{text}"}}</script>'
    body = f"<html><head>{script}</head><body><div id=app></div></body></html>"
    article = clean(RawArticle(body=body))
    assert article.body == text
    assert [(part.raw, part.raw_length) for part in article.source_map] == [(0, len(body))]


def test_markup_in_a_feeds_wrapping() -> None:
    markup = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    raw = RawArticle(body=f"<item><title>A quarrel</title><description><![CDATA[{markup}]]></description></item>")
    assert clean(raw).body.split("\n\n") == list(PARAGRAPHS)


def test_markup_that_is_escaped_as_a_whole_keeps_its_map() -> None:
    body = "".join(f"&lt;p&gt;{text.replace('both', '&amp;amp; both')}&lt;/p&gt;" for text in PARAGRAPHS)
    article = clean(RawArticle(body=body))
    assert article.body.split("\n\n") == [text.replace("both", "& both") for text in PARAGRAPHS]
    place = article.body.index("harbours")
    start, end = raw_span(article, place, place + len("harbours"))
    assert body[start:end] == "harbours"
