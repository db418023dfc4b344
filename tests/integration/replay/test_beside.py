"""A replay beside what is published, with another codebook: compared, promoted though killed, and discarded."""

import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from agents.classification import Coder
from agents.cleaning import clean
from agents.publishing import EventState, merge, to_event
from schemas import AuditEntry, EventMention
from streams import kafka
from streams.headers import REPLAY, last
from streams.problems import NoBroker, UsageProblem
from streams.replay.beside import passing, running, steps
from streams.replay.beside.passing import Watch
from streams.replay.planning import ranges_for
from streams.replay.selection import Selection
from streams.settings import Settings
from streams.topics import partition_counts
from streams.topology import AUDIT, EVENTS, EXTRACTED, MENTIONS, stage_named
from tests.support import overlay
from tests.support.articles import articles
from tests.support.coding import extracted
from tests.support.console import Run
from tests.support.processes import environment, settle, worker
from tests.support.topics import Sent, admin, compacted, count, read, send, wait_until

ARTICLES = 40
AGES = "36500"
RATE = 10
"""Mentions a second of the promotion that is killed; a batch is as large."""
Told = dict[str, dict[str, EventMention]]
"""Mentions by event and id."""


class World(NamedTuple):
    """What was coded by the project's codebook, and what the other one makes of the same articles."""

    old: Told
    new: Told

    @property
    def touched(self) -> set[str]:
        """Events of which a subscriber must hear, found without the code under test."""
        return {event for event in self.old.keys() | self.new.keys() if bare(self.old, event) != bare(self.new, event)}

    def promoted(self) -> dict[bytes, bytes]:
        """The events as they must be in the end."""
        states: dict[str, EventState] = {}
        for mention in (*every(self.old), *self.sent(), *self.withdrawn()):
            states[mention.event_id] = merge(states.get(mention.event_id), mention)
        events = [event for event in map(to_event, states.values()) if event is not None and event.state == "active"]
        return {event.event_id.encode(): event.to_bytes() for event in events}

    def sent(self) -> list[EventMention]:
        return [one for one in every(self.new) if bare(self.old, one.event_id).get(one.mention_id) != content(one)]

    def withdrawn(self) -> list[EventMention]:
        gone = [one for one in every(self.old) if one.mention_id not in self.new.get(one.event_id, {})]
        return [one.model_copy(update={"withdrawn": True, "codebook_version": overlay.VERSION}) for one in gone]


def every(told: Told) -> list[EventMention]:
    return [one for mentions in told.values() for one in mentions.values()]


def content(mention: EventMention) -> str:
    return mention.model_copy(update={"codebook_version": "", "rule": ""}).model_dump_json()


def bare(told: Told, event: str) -> dict[str, str]:
    return {name: content(one) for name, one in told.get(event, {}).items()}


def by_event(mentions: list[EventMention]) -> Told:
    found: Told = defaultdict(dict)
    for one in mentions:
        found[one.event_id][one.mention_id] = one
    return found


@pytest.fixture(scope="module")
def world(bootstrap: str) -> World:
    """Articles that were extracted and coded."""
    texts = extracted([clean(one) for one in articles(ARTICLES)])
    coder, other = Coder.load(), overlay.OtherCoder()
    old = [mention for text in texts for mention in coder.code(text)]
    send(bootstrap, EXTRACTED.name, [Sent(one.fingerprint.encode(), one.to_bytes()) for one in texts])
    send(bootstrap, MENTIONS.name, [Sent(one.event_id.encode(), one.to_bytes()) for one in old])
    return World(by_event(old), by_event([mention for text in texts for mention in other.code(text)]))


@pytest.fixture(scope="module")
def published(bootstrap: str, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """And published, by a worker that goes on."""
    settings = environment(bootstrap, tmp_path_factory.mktemp("publishing"), keep_days=AGES)
    with worker("publishing", settings) as publishing:
        publishing.wait_ready("publishing")
        settle(bootstrap, "publishing")
        yield world


@pytest.fixture(autouse=True)
def few_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process is enough for so few articles."""
    monkeypatch.setenv("COMMUNIQUE_NLP_WORKERS", "1")


@pytest.fixture
def other_codebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replays beside are coded by the other codebook."""
    monkeypatch.setattr(steps, "STAGES", overlay.stages())


def beside(bootstrap: str, name: str) -> Told:
    """What a replay beside has coded."""
    found = [one.value for one in read(bootstrap, steps.mentions_of(name)) if one.value is not None]
    return by_event([EventMention.from_bytes(value) for value in found])


def names(bootstrap: str) -> tuple[set[str], set[str]]:
    """The topics and the groups that there are."""
    with closing(admin(bootstrap)) as client:
        return set(partition_counts(client)), {one["group_id"] for one in client.list_groups()}


def killed_in_the_middle(bootstrap: str, name: str, total: int) -> int:
    """Have a promotion killed once it has sent something; gives how much that was, which is not all."""
    before = count(bootstrap, MENTIONS.name)
    words = [sys.executable, "-m", "streams.cli", "promote", name, "--rate", str(RATE), "--execute"]
    settings = {**os.environ, "COMMUNIQUE_BOOTSTRAP_SERVERS": bootstrap}
    process = subprocess.Popen(words, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: count(bootstrap, MENTIONS.name) > before, 60, "the promotion to send something")
    finally:
        process.kill()
    assert process.wait() == -signal.SIGKILL
    sent = count(bootstrap, MENTIONS.name) - before
    assert 0 < sent < total
    return sent


def test_another_codebook_is_tried_compared_and_promoted(
    bootstrap: str, published: World, communique: Run, other_codebook: None, tmp_path: Path
) -> None:
    del other_codebook
    before = compacted(read(bootstrap, EVENTS.name))
    heard = count(bootstrap, EVENTS.name)
    (plan,) = communique("replay", "--as", "v2", "--since", "1d", "--json").values
    assert (plan["stage"], plan["messages"]) == ("classification", ARTICLES)
    assert plan["topics"][0] not in names(bootstrap)[0]

    (done,) = communique("replay", "--as", "v2", "--since", "1d", "--execute", "--json").values
    assert (done["finished"], done["counts"]["classification_handled"]) == (True, ARTICLES)
    coded = beside(bootstrap, "v2")
    assert {event: bare(coded, event) for event in coded} == {
        event: bare(published.new, event) for event in published.new
    }
    assert {key.decode() for key in compacted(read(bootstrap, steps.events_of("v2")))} == published.new.keys()
    assert count(bootstrap, EVENTS.name) == heard

    page = tmp_path / "v2.html"
    (told,) = communique("diff", "v2", "--json", "--samples", "10000", "--html", str(page)).values
    shown = page.read_text()
    assert all(kind in shown for kind in compared(told, published))
    with pytest.raises(UsageProblem, match="cannot be written"):
        communique("diff", "v2", "--html", str(tmp_path / "no" / "v2.html"))

    total = told["mentions"]["send"] + told["mentions"]["withdraw"]
    assert (told["mentions"]["send"], told["mentions"]["withdraw"]) == (
        len(published.sent()), len(published.withdrawn()),
    )  # fmt: skip
    sent = killed_in_the_middle(bootstrap, "v2", total)
    (rest,) = communique("promote", "v2", "--execute", "--json").values
    assert rest["sent"] + rest["withdrawn"] == total - sent
    settle(bootstrap, "publishing")
    after = compacted(read(bootstrap, EVENTS.name))
    assert after == published.promoted()
    assert {key for key in before if before[key] == after.get(key)} == before.keys() - changed(published)
    news = [one for one in read(bootstrap, EVENTS.name) if last(one.headers, REPLAY) is not None]
    assert {one.key for one in news} == changed(published)
    assert len(read(bootstrap, EVENTS.name)) - heard == len(news)

    (told,) = communique("diff", "v2", "--json").values
    assert set(told["counts"].values()) == {0}
    assert communique("promote", "v2", "--execute", "--json").values[0]["sent"] == 0


def changed(world: World) -> set[bytes]:
    return {event.encode() for event in world.touched}


def compared(told: dict[str, object], world: World) -> set[str]:
    """The comparison tells of exactly the events that differ, and of those retyped as such; their new types."""
    samples = told["samples"]
    assert isinstance(samples, dict)
    pairs = [(one["before"], one["after"]) for one in samples["retyped"]]
    kinds = {(old["event_type"], new["event_type"]) for old, new in pairs}
    assert kinds <= {("SANCTION", "COERCE"), ("ACCUSE", "THREATEN")}
    assert kinds
    assert all(old["sentence"] == new["sentence"] for old, new in pairs if old["mentions"] == new["mentions"] == 1)
    ids = {
        side["event_id"]
        for kind in samples.values()
        for one in kind
        for side in (one.get("before"), one.get("after"))
        if side
    }
    assert ids == world.touched
    removed = {one["before"]["event_id"] for one in samples["removed"]}
    assert removed <= world.old.keys() - world.new.keys()
    kinds_removed = {one["before"]["event_type"] for one in samples["removed"]}
    # An act that is less sure as its new type may fall under the threshold of confidence.
    assert kinds_removed >= overlay.FORGOTTEN
    assert kinds_removed <= overlay.FORGOTTEN | overlay.RETYPED_FROM
    assert told["unchanged"] == len(world.old.keys() - world.touched)
    return {new for _, new in kinds}


def test_one_that_was_interrupted_goes_on_and_comes_to_the_same(
    bootstrap: str, published: World, communique: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "BATCH", 4)
    assert not stopped_early(bootstrap, "cut")
    first = beside(bootstrap, "cut")
    assert 0 < len(every(first)) < len(every(published.old))
    for words in (("diff", "cut"), ("promote", "cut", "--execute")):
        with pytest.raises(UsageProblem, match=r"cut was not finished: communique replay --as cut --execute"):
            communique(*words)
    with pytest.raises(UsageProblem, match="begun otherwise"):
        communique("replay", "--as", "cut", "--article", "a")
    (plan,) = communique("replay", "--as", "cut", "--json").values
    assert plan["goes_on"]
    (done,) = communique("replay", "--as", "cut", "--execute", "--json").values
    assert done["counts"]["classification_handled"] == ARTICLES
    coded = beside(bootstrap, "cut")
    assert {event: bare(coded, event) for event in coded} == {
        event: bare(published.old, event) for event in published.old
    }
    with pytest.raises(UsageProblem, match="cut was finished at"):
        communique("replay", "--as", "cut")
    discarded(bootstrap, communique, "cut")


def discarded(bootstrap: str, communique: Run, name: str) -> None:
    """It is discarded, and nothing of it is left but in the audit."""
    topics, groups = names(bootstrap)
    ours = {one for one in topics | groups if one.endswith(f".r-{name}")}
    plan = communique("discard", name, "--json").values[0]
    assert set(plan["topics"]) | set(plan["groups"]) == ours
    assert (len(plan["topics"]), len(plan["groups"])) == (2, 2)
    assert names(bootstrap) == (topics, groups)
    communique("discard", name, "--execute")
    wait_until(lambda: not ours & names(bootstrap)[0], 30, "the topics to go")
    assert names(bootstrap) == (topics - ours, groups - ours)
    for command in ("diff", "discard"):
        with pytest.raises(UsageProblem, match=f"there is no replay '{name}'"):
            communique(command, name)
    audit = [AuditEntry.from_bytes(one.value or b"") for one in read(bootstrap, AUDIT.name)]
    told = [(one.selection["step"], one.outcome) for one in audit if one.selection.get("as") == name]
    assert told[-2:] == [("discard", "started"), ("discard", "done")]


def stopped_early(bootstrap: str, name: str) -> bool:
    """Begin a replay beside, and ask for its end after the first batch; gives whether it came to its end."""
    seen: list[int] = []

    @contextmanager
    def show(stage: str, total: int) -> Iterator[Watch]:
        del stage, total
        yield Watch(seen.append, lambda: bool(seen))

    with kafka.reader(bootstrap, [EXTRACTED.name], from_beginning=True) as client:
        ranges = ranges_for(client, stage_named("classification"), Selection())
    order = running.Order(name, "classification", Selection(), ranges)
    _, done, _ = running.Running(bootstrap, Settings(nlp_workers=1), order, show).run(None, Counter())
    return done


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("replay", "--as", "V 2"), "no name for a replay"),
        (("replay", "--as", "v9", "--from", "publishing"), "begins at cleaning, extraction, classification"),
        (("replay", "classification", "--as", "v9", "--from", "cleaning"), "one is enough"),
        (("replay", "--as", "v9", "--from", "yesterday"), "is no time"),
        (("replay", "--as", "v9", "--from", "news.articles.raw.v1"), "news.articles.raw.v1 holds nothing"),
        (("replay", "--as", "v9", "--article", "a99"), "no message of article 'a99'"),
        (("replay", "--as", "v9", "--in-place"), "never in place"),
        (("replay",), "say"),
        (("promote", "v9"), "there is no replay 'v9'"),
    ],
)
def test_what_cannot_be_is_told_with_what_can(world: World, communique: Run, words: tuple[str, ...], said: str) -> None:
    del world
    with pytest.raises((UsageProblem, NoBroker), match=said):
        communique(*words)
