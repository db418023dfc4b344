"""The pipeline as its operator sees it: scraped by a real Prometheus, tested by canaries, stopped by its breaker.

One run of the pipeline serves all tests here, in their order: first a good feed, then one that is all bad.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil
import pytest

from streams import sensors
from streams.headers import CANARY, last
from streams.metrics import catalogue
from streams.operations import dashboards
from streams.topology import EVENTS, EXTRACTED, MENTIONS, RAW, STAGES
from tests.brokers.base import Broker
from tests.support.articles import articles
from tests.support.bad import sent
from tests.support.collector import Collector, collector
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
    traces: Collector
    settings: dict[str, str]


@pytest.fixture(scope="module")
def operated(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operated]:
    folder = tmp_path_factory.mktemp("operated")
    chosen = {"canary_interval": "2", "breaker_run": str(RUN), "in_flight": str(IN_FLIGHT)}
    more = {"nlp_workers": "2", "tracing": "true"}
    with collector() as traces:
        exported = {"OTEL_EXPORTER_OTLP_ENDPOINT": traces.address, "OTEL_BSP_SCHEDULE_DELAY": "500"}
        settings = environment(broker.bootstrap, folder / "data", **chosen, **more) | exported
        yield from _operated(broker, settings, traces, folder / "prometheus")


def _operated(broker: Broker, settings: dict[str, str], traces: Collector, folder: Path) -> Iterator[Operated]:
    with whole_pipeline(settings) as pipeline:
        try:
            with prometheus(folder, [pipeline.served(stage.name).address for stage in STAGES]) as metrics:
                send(broker.bootstrap, RAW.name, [sent(article) for article in articles(GOOD)])
                yield Operated(pipeline, broker, metrics, traces, settings)
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


def _any(operated: Operated, query: str) -> bool:
    return bool(operated.metrics.query(query))


def _at_least(operated: Operated, query: str, number: float) -> bool:
    return operated.metrics.value(query) >= number


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


def test_articles_parsed_by_several_processes_are_all_counted_by_their_worker(operated: Operated) -> None:
    """Each is in one batch, but for those that were answered from a copy. Canaries go on coming meanwhile."""
    parsed = "sum(communique_nlp_batch_articles_sum) + sum(communique_duplicate_articles_total)"
    ended = 'sum(communique_messages_handled_total{stage="extraction"})'
    wait_until(partial(_any, operated, f"{parsed} == {ended}"), WAIT_SECONDS, "batches to add up")
    assert operated.metrics.value(ended) >= GOOD
    assert len(psutil.Process(operated.pipeline.served("extraction").pid).children()) >= 2


def test_what_faust_sees_is_scraped_and_agrees_with_the_books(operated: Operated) -> None:
    for stage in STAGES:
        read_by_faust = f'sum(faust_messages_received_total{{topic="{stage.source.name}"}})'
        taken = f'sum(communique_messages_consumed_total{{stage="{stage.name}"}})'
        agree = partial(_any, operated, f"{read_by_faust} == {taken}")
        wait_until(agree, WAIT_SECONDS, f"Faust and the books of {stage.name} to agree")
    recent = {"faust_rebalance_seconds", "faust_buffer_full_total"}  # there may not have been one
    told = {one.name for one in sensors.catalogue() if operated.metrics.query(one.name)}
    assert {one.name for one in sensors.catalogue()} - told <= recent


def test_an_article_leaves_one_trace_through_all_stages(operated: Operated) -> None:
    """From an event back to the raw article: each stage's span has that of the stage before as its parent."""

    def whole() -> bool:
        spans = {span["id"]: span for span in operated.traces.spans()}
        published = [span for span in spans.values() if span["service"] == STAGES[-1].group]
        return [stage.group for stage in STAGES] in [_lineage(span, spans) for span in published]

    wait_until(whole, WAIT_SECONDS, "a trace through all stages")


def _lineage(span: dict[str, str], spans: dict[str, dict[str, str]]) -> list[str]:
    before = spans.get(span["parent"])
    assert before is None or before["trace"] == span["trace"]
    return [*(_lineage(before, spans) if before else ()), span["service"]]


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
