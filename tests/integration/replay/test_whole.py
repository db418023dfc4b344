"""Replays and redrives of the whole running pipeline: what is published is, byte for byte, what it was."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from streams.dlq.letters import REDRIVES
from streams.headers import REPLAY, last
from streams.problems import UsageProblem
from streams.replay.beside.steps import events_of
from streams.topology import CLEAN, EVENTS, RAW, STAGES
from tests.integration.replay.conftest import Put
from tests.support.articles import articles
from tests.support.console import Run
from tests.support.processes import environment, settle, whole_pipeline
from tests.support.topics import Sent, compacted, count, read, send

AGES = "36500"
"""Days; the articles are of fixed dates, and none of their events is to be forgotten meanwhile."""
ARTICLES = 40
POISON = 12

pytestmark = pytest.mark.slow


def published(bootstrap: str) -> dict[bytes, bytes]:
    return compacted(read(bootstrap, EVENTS.name))


def heads(bootstrap: str) -> dict[str, int]:
    return {stage.source.name: count(bootstrap, stage.source.name) for stage in STAGES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pipeline")


@pytest.fixture(scope="module")
def running(bootstrap: str, folder: Path) -> Iterator[None]:
    """The pipeline, which has worked on some articles."""
    with whole_pipeline(environment(bootstrap, folder, keep_days=AGES)):
        made = [Sent(str(one.article_id).encode(), one.to_bytes()) for one in articles(ARTICLES)]
        send(bootstrap, RAW.name, made)
        settle(bootstrap)
        yield


def test_a_replay_beside_that_parses_anew_differs_in_nothing(
    running: None, bootstrap: str, communique: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    del running
    monkeypatch.setenv("COMMUNIQUE_NLP_WORKERS", "1")
    before = published(bootstrap)
    (done,) = communique("replay", "--as", "same", "--from", CLEAN.name, "--execute", "--json").values
    handled = [done["counts"][f"{stage.name}_handled"] for stage in STAGES[1:-1]]
    assert handled == [count(bootstrap, CLEAN.name)] * 2
    (told,) = communique("diff", "same", "--json").values
    assert (told["articles"], told["unchanged"], set(told["counts"].values())) == (ARTICLES, len(before), {0})
    assert set(compacted(read(bootstrap, events_of("same")))) == before.keys()
    assert published(bootstrap) == before


def test_a_replay_of_all_stages_changes_nothing_that_is_published(
    running: None, bootstrap: str, communique: Run
) -> None:
    del running
    before, were = published(bootstrap), heads(bootstrap)
    assert before
    for turn in (1, 2):
        (done,) = communique("replay", "cleaning", "--since", "1d", "--json", "--execute").values
        assert done["messages"] == ARTICLES
        settle(bootstrap)
        assert heads(bootstrap) == {topic: head * (turn + 1) for topic, head in were.items()}
    assert published(bootstrap) == before
    marks = [last(one.headers, REPLAY) for one in read(bootstrap, STAGES[-1].source.name)]
    assert marks.count(str(done["operation_id"]).encode()) == were[STAGES[-1].source.name]


def test_dead_letters_return_counted_and_leave_once_corrected(
    running: None, bootstrap: str, communique: Run, put: Put, tmp_path: Path
) -> None:
    del running
    before = published(bootstrap)
    texts = [
        orjson.dumps({"article_id": f"p{n}", "body": f"Peru expelled diplomat {n} of Chile."}) for n in range(POISON)
    ]
    put(RAW.name, 4, [Sent(b"p%d" % number, text[:-1]) for number, text in enumerate(texts)])
    settle(bootstrap)
    (plan,) = communique("dlq", "redrive", "--json").values
    assert (plan["letters"], plan["by"][0]["reason"]) == (POISON, "decode_error")
    communique("dlq", "redrive", "--most-redrives", "1", "--execute")
    settle(bootstrap)
    letters = communique("dlq", "list", "--each", "--json").values
    assert [row["redrives"] for row in letters] == [1] * POISON
    (held,) = communique("dlq", "redrive", "--most-redrives", "1", "--json", "--execute").values
    assert (held.get("sent", 0), held["at_limit"]) == (0, POISON)
    assert published(bootstrap) == before

    file = tmp_path / "letters.jsonl"
    communique("dlq", "export", "--to", str(file))
    lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    file.write_bytes(b"".join(orjson.dumps({**line, "value": line["value"] + "}"}) + b"\n" for line in lines))
    communique("dlq", "redrive", "--corrected", str(file), "--execute")
    settle(bootstrap)
    assert communique("dlq", "list", "--json").values == []
    good = [one for one in read(bootstrap, RAW.name) if last(one.headers, REDRIVES) == b"2"]
    assert len({one.value for one in good}) == POISON
    assert all(event in published(bootstrap).items() for event in before.items())


def test_in_place_is_refused_while_it_runs(running: None, communique: Run) -> None:
    del running
    with pytest.raises(UsageProblem, match="communique-classification has 1 active worker"):
        communique("replay", "classification", "--since", "1d", "--in-place", "--execute")
