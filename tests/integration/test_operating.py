"""The pipeline as its operator sees it: scraped by a real Prometheus, tested by canaries, stopped by its breaker.

One run of the pipeline serves all tests here, in their order: first a good feed, then one that is all bad.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from streams.headers import CANARY, last
from streams.metrics import catalogue
from streams.operations import dashboards
from streams.topology import EVENTS, EXTRACTED, MENTIONS, RAW, STAGES
from tests.brokers.base import Broker
from tests.support.articles import articles
from tests.support.bad import sent
from tests.support.processes import Running, command, environment, settle, whole_pipeline
from tests.support.prometheus import Prometheus, PrometheusUnavailable, prometheus
from tests.support.topics import Sent, count, read, send, wait_until

GOOD, BAD = 24, 50
RUN, IN_FLIGHT = 10, 4
WAIT_SECONDS = 120.0
REQUIRE = "COMMUNIQUE_REQUIRE_OPERATIONS"
EMPTY_IN_HEALTH = {"Dead letters by reason", "Dead letters", "Messages", "Events by quad class", "Events by type"}
"""Panels some of whose lines are of things that need not have happened."""
ENDED = ("handled", "dropped", "dead_lettered")


@dataclass(frozen=True)
class Operated:
    """A pipeline, its broker and its Prometheus, running."""

    pipeline: Running
    broker: Broker
    metrics: Prometheus
    settings: dict[str, str]


@pytest.fixture(scope="module")
def operated(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operated]:
    folder = tmp_path_factory.mktemp("operated")
    chosen = {"canary_interval": "2", "breaker_run": str(RUN), "in_flight": str(IN_FLIGHT)}
    settings = environment(broker.bootstrap, folder / "data", **chosen)
    with whole_pipeline(settings) as pipeline:
        try:
            with prometheus(folder / "prometheus", [_target(pipeline, stage.name) for stage in STAGES]) as metrics:
                send(broker.bootstrap, RAW.name, [sent(article) for article in articles(GOOD)])
                yield Operated(pipeline, broker, metrics, settings)
        except PrometheusUnavailable as error:
            if os.environ.get(REQUIRE) == "1":
                pytest.fail(str(error))
            pytest.skip(str(error))


def _unaccounted(metrics: Prometheus, stage: str) -> float:
    """Messages that were taken and are in no other column, as of the last scrape."""
    chosen = f'{{stage="{stage}"}}'
    ended = sum(metrics.value(f"sum(communique_messages_{end}_total{chosen})") for end in ENDED)
    in_flight = metrics.value(f"communique_messages_in_flight{chosen}")
    return metrics.value(f"communique_messages_consumed_total{chosen}") - ended - in_flight


def _at_least(operated: Operated, query: str, number: float) -> bool:
    return operated.metrics.value(query) >= number


def _target(pipeline: Running, stage: str) -> str:
    (file,) = (pipeline.data / "workers" / stage).glob("*/http.json")
    told = json.loads(file.read_text())
    return f"{told['host']}:{told['port']}"


def test_canaries_come_through_every_stage_and_are_never_a_mention_or_an_event(operated: Operated) -> None:
    for stage in reversed(STAGES):
        seen = f'communique_canaries_total{{stage="{stage.name}"}} and communique_canary_seen_timestamp_seconds > 0'
        wait_until(partial(_at_least, operated, seen, 3), WAIT_SECONDS, f"three canaries to come through {stage.name}")
    mentions = [record for record in read(operated.broker.bootstrap, MENTIONS.name) if last(record.headers, CANARY)]
    assert mentions
    assert {record.value for record in mentions} == {None}
    assert not [record for record in read(operated.broker.bootstrap, EVENTS.name) if last(record.headers, CANARY)]
    extracted = [r for r in read(operated.broker.bootstrap, EXTRACTED.name) if last(r.headers, CANARY)]
    assert all(record.value for record in extracted), "a canary is parsed as any article is"


def test_every_metric_is_scraped(operated: Operated) -> None:
    settle(operated.broker.bootstrap)
    wait_until(lambda: operated.metrics.value("sum(communique_events_total)") > 0, WAIT_SECONDS, "events to be scraped")
    unheard_of = {"messages_dropped_total", "messages_dead_lettered_total"}  # nothing was dropped or refused so far
    for metric in catalogue():
        suffix = "_count" if metric.kind == "histogram" else ""
        found = operated.metrics.query(metric.name + suffix)
        assert found or metric.name.removeprefix("communique_") in unheard_of, metric.name
    assert operated.metrics.value("sum(communique_nlp_batch_articles_count)") > 0
    assert operated.metrics.value("max(communique_topic_retention_seconds)") > 0
    versions = {result["metric"].get("codebook", "") for result in operated.metrics.query("communique_build_info")}
    assert len(versions - {""}) == 1


def test_every_panel_of_every_dashboard_is_answered(operated: Operated) -> None:
    """Also the recorded series are there. What can be empty in a healthy pipeline is answered with nothing."""
    wait_until(lambda: _unanswered(operated.metrics) <= EMPTY_IN_HEALTH, WAIT_SECONDS, "every panel to have something")


def _unanswered(metrics: Prometheus) -> set[str]:
    panels = [panel for _, dashboard in dashboards.everything() for panel in dashboard["panels"]]
    return {panel["title"] for panel in panels for target in panel["targets"] if not metrics.query(target["expr"])}


def test_a_healthy_pipeline_wakes_nobody(operated: Operated) -> None:
    assert operated.metrics.query('ALERTS{alertstate="firing"}') == []


def test_the_books_balance_in_prometheus(operated: Operated) -> None:
    def balance() -> bool:
        return all(_unaccounted(operated.metrics, stage.name) == 0 for stage in STAGES)

    wait_until(balance, WAIT_SECONDS, "the books to balance")


def test_an_all_bad_feed_stops_the_stage_and_a_command_resumes_it(operated: Operated) -> None:
    dead, bootstrap = RAW.dead_letters().name, operated.broker.bootstrap
    send(bootstrap, RAW.name, [Sent(f"bad-{number}".encode(), b"{") for number in range(BAD)])
    firing = 'ALERTS{alertname="CommuniqueBreakerOpen", alertstate="firing", stage="cleaning"}'
    wait_until(lambda: bool(operated.metrics.query(firing)), WAIT_SECONDS, "the breaker's alert")
    assert RUN <= count(bootstrap, dead) <= RUN + IN_FLIGHT
    assert not operated.pipeline.served("cleaning").ready()
    assert json.loads(operated.pipeline.served("cleaning").get("/readyz"))["breaker_closed"] is False
    pid = operated.pipeline.served("cleaning").pid

    def resumed_to_the_end() -> bool:
        answer = command("resume", "cleaning", settings=operated.settings)
        assert answer.returncode == 0, answer.stderr
        return count(bootstrap, dead) == BAD

    wait_until(resumed_to_the_end, WAIT_SECONDS, "all bad messages to be dead letters")
    send(bootstrap, RAW.name, [sent(article) for article in articles(4, seed=9)])
    command("resume", "cleaning", settings=operated.settings)
    settle(bootstrap)
    wait_until(operated.pipeline.served("cleaning").ready, WAIT_SECONDS, "cleaning to be ready again")
    assert operated.pipeline.served("cleaning").pid == pid, "it was resumed, not restarted"
