"""What a page says about itself, from the several ways in which pages say it."""

from datetime import UTC, datetime

import pytest
from trafilatura import load_html

from agents.cleaning.metadata import Facts, facts


def of(head: str, body: str = "<p>Text of the story.</p>") -> Facts:
    tree = load_html(f"<html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return facts(tree)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_schema_org() -> None:
    found = of(ld(
        '{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["NewsArticle"], "headline": "A  b", '
        '"datePublished": "2025-03-04T08:15:00+02:00", "author": [{"name": "Ann Lee"}, "Bo Ek"], '
        '"publisher": {"name": "Gazette"}}]}'
    ))  # fmt: skip
    assert found == Facts("A b", "Ann Lee; Bo Ek", "Gazette", datetime(2025, 3, 4, 6, 15, tzinfo=UTC))


def test_meta_tags() -> None:
    found = of(
        '<meta property="og:title" content="A b"><meta name="author" content="Ann Lee"><meta property="og:site_name" '
        'content="Gazette"><meta property="article:published_time" content="2025-03-04T08:15:00Z">'
    )
    assert found == Facts("A b", "Ann Lee", "Gazette", datetime(2025, 3, 4, 8, 15, tzinfo=UTC))


def test_the_address_of_a_profile_is_no_name() -> None:
    assert of('<meta name="author" content="https://social.example/ann">').author is None


@pytest.mark.parametrize(("head", "body", "title"), [
    ("<title>Envoy leaves Lima | Gazette</title>", "", "Envoy leaves Lima"),
    ("<title>Gazette - Envoy leaves Lima</title>", "", "Envoy leaves Lima"),
    ("<title>Gazette</title>", "<h1>Envoy  leaves <b>Lima</b></h1>", "Envoy leaves Lima"),
    ("", "", None),
])  # fmt: skip
def test_the_title_of_the_page_or_its_heading(head: str, body: str, title: str | None) -> None:
    assert of(head, body or "<p>x</p>").title == title


@pytest.mark.parametrize(("head", "body", "day"), [
    ('<meta name="DC.date" content="2024-11-21">', "", "2024-11-21"),
    ("", '<time datetime="2024-11-21T23:00:00+00:00">today</time>', "2024-11-21"),
    (ld('{"@type": "NewsArticle", "datePublished": "yesterday"}') + '<meta name="date" content="2024-11-21">', "",
    "2024-11-21"),
    (ld("{broken"), "", None), ('<meta name="date" content="0001-01-01T00:00:00+14:00">', "", None),
])  # fmt: skip
def test_the_day_of_publication(head: str, body: str, day: str | None) -> None:
    found = of(head, body or "<p>Nothing is dated here.</p>").published_at
    assert (found.date().isoformat() if found else None) == day
