"""Runs a replay beside: makes its topics, then runs stage after stage, each up to the end of what is to be read."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from streams import kafka, topics
from streams.audit import Audit
from streams.replay.beside import steps
from streams.replay.beside.crew import Task, crew
from streams.replay.beside.folding import Fold
from streams.replay.beside.passing import Kafka, Pass, Watch, left_of
from streams.replay.beside.runs import asked
from streams.replay.reading import Ranges, messages, whole
from streams.replay.selected import place
from streams.replay.selection import Selection
from streams.settings import Settings

Show = Callable[[str, int], AbstractContextManager[Watch]]
"""Shows the progress of a stage by its name and how much it has to do, and counts on."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be run. ``ranges`` is what is read of the first source, to ends that were recorded at the start."""

    name: str
    stage: str
    selection: Selection
    ranges: Ranges


class Running:
    """One run, or what is left of it."""

    def __init__(self, address: str, settings: Settings, order: Order, show: Show) -> None:
        self._address = address
        self._settings = settings
        self._order = order
        self._show = show
        self._steps = steps.steps(order.stage, order.name)

    def run(self, operation_id: str | None, counts: Counter[str]) -> tuple[str, bool, Counter[str]]:
        """Begin, or go on; gives the run's id, whether it came to its end, and what was counted.

        Raises:
            Problem: of any kind that a person can put right. What was done until then is kept.
        """
        with self._clients() as clients:
            chosen = asked(self._order.name, "run", self._order.selection.as_text())
            audit = Audit(
                clients.producer, "replay", stage=self._order.stage, selection=chosen, operation_id=operation_id
            )
            audit.write("started", counts, place(self._order.ranges))
            done = all(self._step(clients, step, audit, counts) for step in self._steps)
            audit.write("done" if done else "interrupted", counts, place(self._order.ranges))
        return audit.operation_id, done, counts

    @contextmanager
    def _clients(self) -> Iterator[Kafka]:
        with kafka.admin(self._address) as admin:
            made = steps.sinks(self._steps, topics.partition_counts(admin), self._order.name)
            topics.ensure(admin, made, self._settings.replication_factor)
            names = [self._steps[0].stage.source.name, *(spec.name for spec in made)]
            with (
                kafka.reader(self._address, names, from_beginning=True) as reader,
                kafka.producer(self._address) as producer,
            ):
                yield Kafka(reader, producer, admin)

    def _step(self, clients: Kafka, step: steps.Step, audit: Audit, counts: Counter[str]) -> bool:
        """Run a stage; one that has nothing left is not even started."""
        first = step is self._steps[0]
        ranges = self._order.ranges if first else whole(clients.reader, step.stage.source.name)
        left = left_of(clients.admin, step.group, ranges)
        if not messages(left):
            return True
        with self._show(step.stage.name, messages(left)) as watch:
            if step.stage.kind == "merge":
                done = Fold(clients, step, audit.operation_id, watch).run(ranges, self._settings.nlp_workers)
            else:
                done = self._map(clients, step, audit.operation_id, ranges, watch)
        counts.update({f"{step.stage.name}_{what}": number for what, number in watch.counts.items()})
        audit.write("progress", counts, place(self._order.ranges))
        return done

    def _map(self, clients: Kafka, step: steps.Step, replay: str, ranges: Ranges, watch: Watch) -> bool:
        task = Task(step.stage, self._settings, steps.mentions_of(self._order.name), replay)
        meant = self._order.selection if step is self._steps[0] else Selection()
        with crew(task) as (submit, workers):
            return Pass(clients, step.group, ranges, watch).run(submit, workers, meant)
