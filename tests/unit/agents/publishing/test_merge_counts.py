"""The counts against an oracle that keeps every mention and counts by comparing each with each."""

from hypothesis import given

from agents.cleaning.fingerprint import near
from agents.publishing import to_event
from schemas import DiplomaticEvent, EventMention
from tests.unit.agents.publishing.mentions import CODEBOOKS, MENTIONS, merged


def standing(mentions: list[EventMention]) -> list[EventMention]:
    """Of each mention the last version by codebook and withdrawal, unless that withdraws it."""
    ordered = sorted(mentions, key=lambda each: (CODEBOOKS.index(each.codebook_version), each.withdrawn is True))
    newest = {each.mention_id: each for each in ordered}
    return [each for each in newest.values() if not each.withdrawn]


def copies(one: EventMention, other: EventMention) -> bool:
    """Whether two mentions stand in copies or near copies."""
    if one.fingerprint == other.fingerprint:
        return True
    return bool(one.similarity and other.similarity and near(one.similarity, other.similarity))


def stories(mentions: list[EventMention]) -> list[list[EventMention]]:
    """The mentions grouped by story, by flooding from each one that is left."""
    left, groups = list(mentions), []
    while left:
        group, edge = [], [left.pop()]
        while edge:
            group.append(edge.pop())
            reached = [each for each in left if copies(group[-1], each)]
            left = [each for each in left if each not in reached]
            edge.extend(reached)
        groups.append(group)
    return groups


def most_in_one_article(story: list[EventMention]) -> int:
    """How often the story speaks of the event."""
    articles = [each.article_id for each in story]
    return max(articles.count(article) for article in articles)


def event_of(mentions: list[EventMention]) -> DiplomaticEvent:
    """The event, which must be there."""
    event = to_event(merged(mentions))
    assert event is not None
    return event


@given(mentions=MENTIONS)
def test_counts_agree_with_the_oracle(mentions: list[EventMention]) -> None:
    event, told = event_of(mentions), standing(mentions)
    groups = stories(told)
    assert event.article_count == len(groups)
    assert event.mention_count == sum(map(most_in_one_article, groups))
    names = {" ".join(each.publisher.lower().split()) for each in told if each.publisher}
    assert event.publisher_count == len(names)


@given(mentions=MENTIONS)
def test_the_standing_mentions_are_listed_once_each(mentions: list[EventMention]) -> None:
    event, told = event_of(mentions), standing(mentions)
    assert sorted(each.mention_id for each in event.mentions) == sorted(each.mention_id for each in told)


@given(mentions=MENTIONS)
def test_the_period_is_that_of_the_standing_mentions(mentions: list[EventMention]) -> None:
    event, told = event_of(mentions), standing(mentions)
    moments = [each.published_at for each in told if each.published_at]
    if told:
        assert event.first_reported_at == min(moments, default=None)
        assert event.last_reported_at == max(moments, default=None)


@given(mentions=MENTIONS)
def test_the_revision_counts_the_versions_taken_in(mentions: list[EventMention]) -> None:
    assert event_of(mentions).revision == len({each.to_bytes() for each in mentions})
