"""What ``explain`` shows of a mention."""

import pytest

from agents.classification import Coder
from agents.classification.explain import Explained
from agents.classification.explain import explain as reasons
from agents.cleaning import clean
from agents.errors import Rejected
from agents.extraction import Extractor
from schemas import RawArticle
from streams.cli.explain import shown


@pytest.fixture(scope="module")
def explained() -> list[Explained]:
    body = "Peru demanded the return of the statues from Spain.\n\nOn Monday Madrid rejected those demands."
    raw = RawArticle(article_id="one", body=body, content_type="text/plain", published_at="2026-05-05T12:00:00Z")
    (found,) = Extractor().extract([clean(raw)])
    assert not isinstance(found, Rejected)
    return reasons(Coder.load(), found)[0]


def test_spans_of_the_sentence_are_marked(explained: list[Explained]) -> None:
    text = shown(explained[0])
    assert {text.plain[span.start : span.end] for span in text.spans if span.style == "yellow"} == {"demanded"}


def test_a_target_of_an_earlier_sentence_is_not_marked_in_this_one(explained: list[Explained]) -> None:
    far = [
        one
        for one in explained
        if (target := one.mention.evidence.target) and target.start < one.mention.evidence.start
    ]
    assert far, "the claim is Peru's"
    assert all(span.start >= 0 for one in far for span in shown(one).spans)
