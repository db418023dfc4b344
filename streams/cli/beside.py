"""``communique replay --as NAME``: stages run into topics of their own, beside what is published."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streams.cli.progress import Run as Shown
    from streams.replay.beside.passing import Watch
    from streams.replay.beside.running import Order
    from streams.replay.beside.runs import Run
    from streams.replay.selection import Selection


def begin_with(stage: str | None, start: str | None) -> tuple[str | None, str | None]:
    """The stage to begin with and the time: ``--from`` may name either, the stage also by the topic that it reads.

    Raises:
        UsageProblem: two different stages are named.
    """
    from streams.problems import UsageProblem
    from streams.replay.beside.steps import stage_of
    from streams.topology import STAGES

    if start not in {name for one in STAGES for name in (one.name, one.source.name)}:
        return stage, start
    named = stage_of(start)
    if stage is not None and stage != named:
        raise UsageProblem(f"{stage} and --from {start} name two stages to begin with: one is enough")
    return named, None


class Beside:
    """One call of the command."""

    def __init__(
        self, name: str, stage: str | None, selection: "Selection", *, execute: bool, as_json: bool
    ) -> None:  # fmt: skip
        from streams.cli import common
        from streams.replay.beside.steps import CODER, checked
        from streams.running import broker_address
        from streams.topology import stage_named

        self.name = checked(name)
        self.stage = stage_named(stage or CODER).name
        self.asked = (stage, selection)
        self.execute = execute
        self.as_json = as_json
        self.settings = common.settings()
        self.address = broker_address(self.settings)
        self.shown: list[Shown] = []
        self.meant: int | None = None

    def run(self) -> None:
        """Begin, go on, or tell what would be done."""
        from streams.replay.beside import runs

        known = runs.known(runs.audited(self.address)).get(self.name)
        order = self._new() if known is None else self._rest(known)
        if self.execute:
            self._execute(order, known)
        else:
            self._tell(order, known)

    def _new(self) -> "Order":
        """What is to be read, up to the ends as they are now.

        Raises:
            UsageProblem: the stage codes nothing, or there is nothing to read.
        """
        from streams import kafka
        from streams.cli.progress import counting
        from streams.problems import UsageProblem
        from streams.replay import planning
        from streams.replay.beside.running import Order
        from streams.replay.beside.steps import steps
        from streams.replay.reading import messages

        first, selection = steps(self.stage, self.name)[0].stage, self.asked[1]
        with kafka.reader(self.address, [first.source.name], from_beginning=True) as client:
            if selection:
                with counting("messages looked at") as shown:
                    plan = planning.survey(client, first, selection, shown.look)
                self.meant, ranges = plan.messages, plan.ranges
            else:
                ranges = planning.ranges_for(client, first, selection)
        if not messages(ranges):
            raise UsageProblem(f"{first.source.name} holds nothing of what was asked for")
        return Order(self.name, self.stage, selection, ranges)

    def _rest(self, known: "Run") -> "Order":
        """What was begun.

        Raises:
            UsageProblem: it was finished, or something else was asked for then.
        """
        from streams.problems import UsageProblem
        from streams.replay.beside.running import Order

        if known.finished:
            raise UsageProblem(
                f"{self.name} was finished at {known.last.at:%Y-%m-%d %H:%M:%S} UTC: communique diff, promote or "
                f"discard {self.name}, or take another name"
            )
        stage, selection = self.asked
        if (stage is not None and stage != known.stage) or (selection and selection != known.selection):
            raise UsageProblem(
                f"{self.name} was begun otherwise and is not finished: communique replay --as {self.name} --execute "
                f"goes on with it, communique discard {self.name} --execute removes it"
            )
        return Order(self.name, known.stage, known.selection, known.ranges)

    def _execute(self, order: "Order", known: "Run | None") -> None:
        from streams.cli import common
        from streams.replay.beside.running import Running

        running = Running(self.address, self.settings, order, self._show)
        counts = Counter(known.last.counts if known else {})
        operation, done, counts = running.run(known.begun.operation_id if known else None, counts)
        if self.as_json:
            common.write_json(
                [{"operation_id": operation, "name": self.name, "finished": done, "counts": dict(counts)}]
            )
        elif done:
            told = ", ".join(f"{what} {number:,}" for what, number in sorted(counts.items()))
            common.console().print(f"{operation}: {told}\nNext: communique diff {self.name}", soft_wrap=True)
        for shown in self.shown[-1:]:
            shown.leave_if_stopped(f"communique replay --as {self.name} --execute goes on")

    @contextmanager
    def _show(self, stage: str, total: int) -> "Iterator[Watch]":
        from streams.cli.progress import counting
        from streams.replay.beside.passing import Watch

        with counting(f"{stage}: messages", total) as shown:
            self.shown.append(shown)
            yield Watch(shown.advance, shown.stopping)

    def _tell(self, order: "Order", known: "Run | None") -> None:
        from streams.cli import common
        from streams.replay.beside.steps import steps
        from streams.replay.reading import messages
        from streams.topology import stage_named

        made = steps(order.stage, self.name)
        source = stage_named(order.stage).source.name
        total = messages(order.ranges) if self.meant is None else self.meant
        if self.as_json:
            common.write_json([{
                "dry_run": True, "name": self.name, "stage": order.stage, "source": source, "messages": total,
                "goes_on": known is not None, "topics": [step.stage.sink.name for step in made],
                "groups": [step.group for step in made],
            }])  # fmt: skip
            return
        chosen = "those that were asked for" if order.selection else "all that it holds now"
        say = common.console().print
        say(
            f"{'goes on with' if known else 'reads'} {total:,} messages of {source}, {chosen}, and runs", soft_wrap=True
        )
        for step in made:
            say(f"  {step.stage.name} as {step.group} into {step.stage.sink.name}", soft_wrap=True)
        say("Nothing was done: --execute does it.")
