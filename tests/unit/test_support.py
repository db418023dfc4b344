"""What the tests are made with: articles to order, bad messages among them, and the compacted view of a topic."""

from schemas import RawArticle
from streams.records import Record
from tests.support.articles import COPY_EVERY, articles
from tests.support.bad import KINDS, mixed
from tests.support.topics import compacted


def test_the_same_seed_makes_the_same_articles_and_another_makes_others() -> None:
    assert list(articles(30, seed=5)) == list(articles(30, seed=5))
    assert list(articles(30, seed=5)) != list(articles(30, seed=6))


def test_articles_differ_but_for_the_copies() -> None:
    made = list(articles(10 * COPY_EVERY))
    assert len({article.article_id for article in made}) == len(made)
    assert len({article.body for article in made}) == len(made) - 10


def test_articles_are_of_both_kinds_and_survive_the_wire() -> None:
    made = list(articles(8))
    assert {article.content_type for article in made} == {"text/plain", "text/html"}
    sent = RawArticle.from_bytes(made[0].to_bytes())
    assert sent.to_bytes() == made[0].to_bytes()


def test_one_message_in_four_is_bad_and_every_kind_comes_in_turn() -> None:
    messages = list(mixed(articles(3 * len(KINDS))))
    bad = [message for message in messages if message.headers]
    assert len(messages) == 4 * len(bad)
    assert [message.value for message in bad] == [kind.value for kind in KINDS]


def test_the_compacted_view_keeps_the_last_value_and_no_tombstone() -> None:
    values = ((b"a", b"1"), (b"b", b"1"), (b"a", b"2"), (b"b", None))
    records = [Record("topic", 0, offset, 0.0, key, value) for offset, (key, value) in enumerate(values)]
    assert compacted(records) == {b"a": b"2"}
