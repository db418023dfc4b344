"""Grafana's dashboards: an overview, and one a stage. What they show is declared here as panels of PromQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from agents.classification.codebook import QUAD_CLASS
from streams.topology import STAGES, Stage

WIDTH = 24
"""Columns of Grafana's grid."""
HEIGHT = 8
SCHEMA_VERSION = 39
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
QUAD_NAMES = {
    0: "statements",
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
QUANTILES = (0.5, 0.95, 0.99)
Unit = Literal["short", "s", "ops", "bytes", "percentunit"]


@dataclass(frozen=True, slots=True)
class Panel:
    """One graph: what it asks, as (PromQL, legend), and in which unit it answers."""

    title: str
    meaning: str
    unit: Unit
    queries: tuple[tuple[str, str], ...]
    kind: Literal["timeseries", "stat"] = "timeseries"
    width: int = 12


def overview() -> tuple[Panel, ...]:
    """Whether news becomes events, at a glance."""
    return (*_signs(), *_flow(), *_outcome())


def _signs() -> tuple[Panel, ...]:
    seen = 'communique_canary_seen_timestamp_seconds{stage="publishing"}'
    lag = "sum(topic:communique_consumer_lag_records:sum)"
    return (
        Panel("Last canary", "Age of the youngest canary that came through; none where they are turned off.", "s",
              ((f"time() - max({seen})", "age"),), "stat", 6),
        Panel("Lag", "Messages waiting anywhere.", "short", ((lag, "records"),), "stat", 6),
        Panel("Breakers open", "Stages that have stopped taking messages.", "short",
              (("sum(max by (stage) (communique_breaker_open))", "stages"),), "stat", 6),
        Panel("Events per minute", "First published in the last five minutes.", "short",
              (("60 * sum(rate(communique_events_total[5m]))", "events"),), "stat", 6),
    )  # fmt: skip


def _flow() -> tuple[Panel, ...]:
    return (
        Panel("Messages in", "Taken by each stage, a second.", "ops",
              (("stage:communique_messages_consumed:rate5m", "{{stage}}"),)),
        Panel("Messages out", "Confirmed by the broker, a second.", "ops",
              (("stage:communique_messages_produced:rate5m", "{{stage}}"),)),
        Panel("End to end", "From first sight of an article to its event.", "s",
              tuple((_quantile(q, "end_to_end_seconds"), f"p{100 * q:g}") for q in QUANTILES)),
        Panel("Lag by topic", "Records not yet acknowledged.", "short",
              (("topic:communique_consumer_lag_records:sum", "{{topic}}"),)),
    )  # fmt: skip


def _outcome() -> tuple[Panel, ...]:
    per_type = "sum by (event_type) (rate(communique_events_total[5m])) * 60"
    return (
        Panel("Dead letters by reason", "A second.", "ops",
              (("sum by (stage, reason) (rate(communique_messages_dead_lettered_total[5m]))",
                "{{stage}} {{reason}}"),)),
        Panel("Events by type", "First published, a minute.", "short", ((per_type, "{{event_type}}"),)),
        Panel("Events by quad class", "First published, a minute.", "short", tuple(_by_quad_class())),
        Panel("Revisions and copies", "Events that grew or grew too old, and copied articles, a minute.", "short",
              (("60 * sum(rate(communique_event_revisions_total[5m]))", "revisions"),
                ("60 * sum(rate(communique_events_forgotten_total[5m]))", "forgotten"),
               ("60 * sum(rate(communique_duplicate_articles_total[5m]))", "copies"))),
        Panel("Canaries", "Age of the youngest that each stage has seen through.", "s",
              (("time() - max by (stage) (communique_canary_seen_timestamp_seconds)", "{{stage}}"),)),
        Panel("Signs of life", "Age of the last confirmed heartbeat.", "s",
              (("time() - max by (stage) (communique_heartbeat_seen_timestamp_seconds)", "{{stage}}"),)),
    )  # fmt: skip


def _by_quad_class() -> Iterator[tuple[str, str]]:
    for number, name in QUAD_NAMES.items():
        types = "|".join(sorted(kind for kind, quad in QUAD_CLASS.items() if quad == number))
        yield f'60 * sum(rate(communique_events_total{{event_type=~"{types}"}}[5m]))', name


def _rate(name: str, by: str, chosen: str) -> str:
    return f"sum by ({by}) (rate(communique_messages_{name}_total{chosen}[5m]))"


def _quantile(share: float, name: str, chosen: str = "") -> str:
    return f"histogram_quantile({share}, sum by (le) (rate(communique_{name}_bucket{chosen}[5m])))"


def of_stage(stage: Stage) -> tuple[Panel, ...]:
    """What one stage does, worker by worker."""
    panels = (*_books(stage), *_times(stage), *_workers(stage))
    return (*panels, *_parsing()) if stage.name == "extraction" else panels


def _books(stage: Stage) -> tuple[Panel, ...]:
    chosen = f'{{stage="{stage.name}"}}'
    return (
        Panel("Messages", "What was taken, and how it ended, a second.", "ops",
              (*((_rate(name, "stage", chosen), name) for name in ("consumed", "handled", "produced")),
               (_rate("dropped", "reason", chosen), "dropped: {{reason}}"))),
        Panel("Dead letters", "By reason, a second; and their share of what was taken.", "ops",
              ((_rate("dead_lettered", "reason", chosen), "{{reason}}"),
               (f"stage:communique_messages_dead_lettered:ratio5m{chosen}", "share"))),
        Panel("In flight", "Messages taken whose end is not yet reached, by worker.", "short",
              ((f"communique_messages_in_flight{chosen}", "{{instance}}"),)),
        Panel("Breaker", "1 where too many dead letters have stopped the worker.", "short",
              ((f"communique_breaker_open{chosen}", "{{instance}}"),)),
    )  # fmt: skip


def _times(stage: Stage) -> tuple[Panel, ...]:
    topic, chosen = f'{{topic="{stage.source.name}"}}', f'{{stage="{stage.name}"}}'
    return (
        Panel("Time a message", "From taking it to its end.", "s",
              tuple((_quantile(q, "processing_seconds", chosen), f"p{100 * q:g}") for q in QUANTILES)),
        Panel("Lag by partition", "Records not yet acknowledged.", "short",
              ((f"max by (partition) (communique_consumer_lag_records{topic})", "{{partition}}"),)),
        Panel("Age of the oldest", "How long the oldest waiting message has been there; and what the topic keeps.", "s",
              ((f"topic:communique_consumer_lag_seconds:max{topic}", "oldest"),
               (f"max(communique_topic_retention_seconds{topic})", "kept"))),
        Panel("Last processed", "Seconds since a message came to its end, by worker.", "s",
              ((f"time() - communique_last_processed_timestamp_seconds{chosen}", "{{instance}}"),)),
    )  # fmt: skip


def _workers(stage: Stage) -> tuple[Panel, ...]:
    ours = f'and on (instance) communique_messages_in_flight{{stage="{stage.name}"}}'
    return (
        Panel("Processor", "Cores in use by the worker's own process.", "short",
              ((f"rate(process_cpu_seconds_total[5m]) {ours}", "{{instance}}"),)),
        Panel("Memory", "Resident, of the worker's own process.", "bytes",
              ((f"process_resident_memory_bytes {ours}", "{{instance}}"),)),
    )  # fmt: skip


def _parsing() -> tuple[Panel, ...]:
    mean = "sum(rate(communique_nlp_batch_articles_sum[5m])) / sum(rate(communique_nlp_batch_articles_count[5m]))"
    return (
        Panel("Parsing processes at work", "By worker.", "short", (("communique_nlp_workers_busy", "{{instance}}"),)),
        Panel("Articles a batch", "On average.", "short", ((mean, "articles"),)),
    )


def everything() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dashboard by the name of its file."""
    yield "overview", dashboard("overview", "Communique: overview", overview())
    for stage in STAGES:
        yield stage.name, dashboard(stage.name, f"Communique: {stage.name}", of_stage(stage))


def dashboard(uid: str, title: str, panels: tuple[Panel, ...]) -> dict[str, Any]:
    """A dashboard in Grafana's JSON."""
    return {
        "uid": f"communique-{uid}",
        "title": title,
        "tags": ["communique"],
        "timezone": "utc",
        "schemaVersion": SCHEMA_VERSION,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "links": [{"type": "dashboards", "tags": ["communique"], "title": "Communique", "asDropdown": True}],
        "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
        "panels": list(_placed(panels)),
    }


def _placed(panels: tuple[Panel, ...]) -> Iterator[dict[str, Any]]:
    """The panels row by row, each row as wide as the grid."""
    x = y = 0
    for number, panel in enumerate(panels, start=1):
        if x + panel.width > WIDTH:
            x, y = 0, y + HEIGHT
        yield _drawn(number, panel, {"x": x, "y": y, "w": panel.width, "h": HEIGHT})
        x += panel.width


def _drawn(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + index), "datasource": DATASOURCE, "expr": expression, "legendFormat": legend}
        for index, (expression, legend) in enumerate(panel.queries)
    ]
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.meaning,
        "datasource": DATASOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": targets,
    }
