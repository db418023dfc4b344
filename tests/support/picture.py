"""Draws a dashboard's panels from a Prometheus, as Grafana shows them: for the docs, and for a look without Grafana.

``python -m tests.support.picture FILE.png`` runs the whole pipeline under a varying load for a while and draws the
overview; with ``--prometheus HOST:PORT`` it draws what another one has seen. ``--dashboard`` names another dashboard.
"""

import argparse
import math
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from streams import topics, topology
from streams.operations import dashboards
from tests.bench.bench_bad_messages import broker
from tests.support.articles import articles
from tests.support.bad import KINDS, sent
from tests.support.processes import environment, whole_pipeline
from tests.support.prometheus import Prometheus, prometheus
from tests.support.topics import Sent, admin, send

CELL = 0.62, 0.36
"""Inches of one cell of the dashboard's grid."""
MARGINS = {"hspace": 0.6, "wspace": 0.9, "left": 0.04, "right": 0.99, "bottom": 0.02, "top": 0.95}
POINTS = 240
BURST, PAUSE = 30, 4.0
"""At most so many articles at a time, so many seconds apart: some three a second on average, which two cores bear."""
BAD_SHARE = 0.05
SMALL = [kind for kind in KINDS if len(kind.value or b"") < 1000]
SECONDS_A_MINUTE = 60.0
Series = tuple[str, list[tuple[float, float]]]


def draw(dashboard: dict[str, Any], metrics: Prometheus, minutes: float, file: Path) -> None:
    """Every panel of a dashboard, where its grid has it, over the last minutes."""
    panels = dashboard["panels"]
    rows = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels)
    with mpl.rc_context({"font.size": 7, "axes.titlesize": 8, "axes.titleweight": "bold", "lines.linewidth": 1.0}):
        figure = Figure(figsize=(dashboards.WIDTH * CELL[0], rows * CELL[1] + 0.4), dpi=80)
        figure.suptitle(f"{dashboard['title']}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", fontsize=10)
        grid = figure.add_gridspec(rows, dashboards.WIDTH, **MARGINS)
        for panel in panels:
            at = panel["gridPos"]
            axes = figure.add_subplot(grid[at["y"] : at["y"] + at["h"] - 1, at["x"] : at["x"] + at["w"]])
            axes.set_title(panel["title"], loc="left")
            (_stat if panel["type"] == "stat" else _graph)(axes, panel, metrics, minutes)
        figure.savefig(file)


def _stat(axes: Axes, panel: dict[str, Any], metrics: Prometheus, minutes: float) -> None:
    del minutes
    (target,) = panel["targets"]
    found = metrics.query(target["expr"])
    said = _in_unit(float(found[0]["value"][1]), panel["fieldConfig"]["defaults"]["unit"]) if found else "no data"
    axes.text(0.5, 0.5, said, ha="center", va="center", fontsize=22, transform=axes.transAxes)
    axes.set_xticks([])
    axes.set_yticks([])


def _graph(axes: Axes, panel: dict[str, Any], metrics: Prometheus, minutes: float) -> None:
    unit, now = panel["fieldConfig"]["defaults"]["unit"], time.time()
    lines = [line for target in panel["targets"] for line in _series(target, metrics, minutes)]
    for legend, points in lines:
        axes.plot([(at - now) / SECONDS_A_MINUTE for at, _ in points], [value for _, value in points], label=legend)
    axes.set_xlim(-minutes, 0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g} min")
    axes.yaxis.set_major_formatter(lambda value, _: _in_unit(value, unit))
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.25)
    if lines:
        axes.legend(fontsize=6, loc="upper left", ncols=2 if len(lines) > 6 else 1, framealpha=0.6)


def _series(target: dict[str, Any], metrics: Prometheus, minutes: float) -> Iterator[Series]:
    for found in metrics.query_range(target["expr"], minutes * SECONDS_A_MINUTE, POINTS):
        points = [(at, float(value)) for at, value in found["values"] if math.isfinite(float(value))]
        yield _named(target["legendFormat"], found["metric"]), points


def _named(legend: str, labels: dict[str, str]) -> str:
    for name, value in labels.items():
        legend = legend.replace(f"{{{{{name}}}}}", value)
    return legend


def _in_unit(value: float, unit: str) -> str:
    if unit == "s" and value < 1:
        return f"{1000 * value:.0f} ms"
    return f"{value:.3g}{ {'s': ' s', 'ops': '/s', 'percentunit': ''}.get(unit, '') }"


@contextmanager
def worked(minutes: float) -> Iterator[Prometheus]:
    """A pipeline with all of its stages that has been at work for so many minutes, and the Prometheus that watched."""
    chosen = broker()
    chosen.start()
    try:
        with closing(admin(chosen.bootstrap)) as client, tempfile.TemporaryDirectory() as folder:
            topics.ensure(client, topology.topics())
            settings = environment(chosen.bootstrap, Path(folder) / "data", canary_interval="10")
            with whole_pipeline(settings) as pipeline:
                targets = [pipeline.served(stage.name).address for stage in topology.STAGES]
                with prometheus(Path(folder) / "prometheus", targets) as metrics:
                    _load(chosen.bootstrap, minutes)
                    yield metrics
    finally:
        chosen.stop()


def _load(bootstrap: str, minutes: float) -> None:
    """News in bursts, a few bad ones among it; the same on every run but for the pace."""
    chance, stories = random.Random(8), articles(100_000, seed=8)
    end = time.monotonic() + minutes * SECONDS_A_MINUTE
    while time.monotonic() < end:
        burst = [sent(next(stories)) for _ in range(chance.randrange(BURST))]
        bad = [Sent(b"bad", chance.choice(SMALL).value) for _ in burst if chance.random() < BAD_SHARE]
        send(bootstrap, topology.RAW.name, [*burst, *bad])
        time.sleep(PAUSE)


def main() -> int:
    """Draw what the command line asks for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.picture", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--dashboard", default="overview", choices=[name for name, _ in dashboards.everything()])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--prometheus", metavar="HOST:PORT", help="draw from this one instead of running a pipeline")
    chosen = parser.parse_args()
    dashboard = dict(dashboards.everything())[chosen.dashboard]
    if chosen.prometheus:
        draw(dashboard, Prometheus(chosen.prometheus), chosen.minutes, chosen.file)
        return 0
    with worked(chosen.minutes) as metrics:
        draw(dashboard, metrics, chosen.minutes, chosen.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
