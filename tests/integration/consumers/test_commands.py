"""``communique subscribe`` and ``communique export`` against the small feed, as a person calls them."""

from pathlib import Path

import orjson
import pytest

from streams.problems import NoBroker, TimedOut, UsageProblem
from tests.brokers.base import HOST, Broker, free_port
from tests.integration.consumers.feed import PAIRS, REPORTS, publish_feed, standing
from tests.support.processes import command, environment

Settings = dict[str, str]


@pytest.fixture(scope="module")
def settings(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings under which commands find the broker that holds the small feed."""
    publish_feed(broker.bootstrap)
    return environment(broker.bootstrap, tmp_path_factory.mktemp("commands"))


def told(settings: Settings, *options: str) -> list[dict[str, object]]:
    """The JSON lines that subscribe prints."""
    done = command("subscribe", "--json", *options, settings=settings)
    assert done.returncode == 0, done.stderr
    return [orjson.loads(line) for line in done.stdout.splitlines()]


def test_state_is_what_stands(settings: Settings) -> None:
    found = {str(event["event_id"]): event for event in told(settings, "--state")}
    assert found == {key: event.to_wire() for key, event in standing().items()}


def test_since_and_selection_and_count(settings: Settings) -> None:
    chosen = ("--since", "1h", "--source", "rus", "--target", "UKR", "--type", "accuse")
    found = told(settings, *chosen, "--count", str(REPORTS), "--timeout", "60")
    assert [event["revision"] for event in found] == [1, 2, 3]
    assert {event["event_id"] for event in found} == {"RUS/UKR"}


def test_from_the_beginning_without_duplicates(settings: Settings) -> None:
    wanted = len(PAIRS) * REPORTS + 1
    found = told(settings, "--from-beginning", "--count", str(wanted), "--timeout", "60")
    assert len({(str(event["event_id"]), str(event["revision"])) for event in found}) == wanted


def test_lines_for_people(settings: Settings) -> None:
    done = command("subscribe", "--state", "--type", "CONSULT", settings=settings)
    assert done.returncode == 0
    assert done.stdout.count("CONSULT") == 2
    assert "Moscow accused Kyiv." in done.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("options", "problem", "words"),
    [
        (("--type", "BLAME"), UsageProblem, "no event type BLAME"),
        (("--since", "yesterday"), UsageProblem, "is no start"),
        (("--state", "--group", "g"), UsageProblem, "takes no --group"),
        (("--count", "1", "--timeout", "0.2"), TimedOut, "0 of 1 events"),
    ],
)
def test_bad_use_is_one_line_and_an_exit_code(
    settings: Settings, options: tuple[str, ...], problem: type[UsageProblem | TimedOut], words: str
) -> None:
    done = command("subscribe", *options, settings=settings)
    assert done.returncode == problem.exit_code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_no_broker(tmp_path: Path) -> None:
    done = command("subscribe", settings=environment(f"{HOST}:{free_port()}", tmp_path))
    assert done.returncode == NoBroker.exit_code


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".plover.json", ".parquet"])
def test_export_writes_what_stands(settings: Settings, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"events{suffix}"
    done = command("export", "--to", str(file), settings=settings)
    assert done.returncode == 0, done.stderr
    assert f"{len(standing())} events" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_json_lines_hold_the_events_byte_for_byte(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    assert command("export", "--to", str(file), settings=settings).returncode == 0
    assert sorted(file.read_bytes().splitlines()) == sorted(event.to_bytes() for event in standing().values())


def test_an_unknown_format_is_refused(settings: Settings, tmp_path: Path) -> None:
    done = command("export", "--to", str(tmp_path / "events.xlsx"), settings=settings)
    assert done.returncode == UsageProblem.exit_code
    assert "names no format" in done.stderr
