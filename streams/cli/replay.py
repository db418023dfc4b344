"""``communique replay STAGE``: have messages processed again, after a look at what that would touch."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kafka import KafkaConsumer, TopicPartition
    from kafka.admin import KafkaAdminClient

    from streams.replay.planning import Plan
    from streams.replay.reading import Ranges
    from streams.replay.selection import Selection
    from streams.topology import Stage

EXAMPLES = (
    "Examples: communique replay classification --since 30d  |  "
    "communique replay cleaning --from 2026-03-01 --to 2026-03-04 --publisher Northwire --execute  |  "
    "communique replay classification --since 30d --in-place --execute  |  "
    "communique replay --as v2 --since 30d --execute"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXAMPLES)(replay)


def replay(
    stage: Annotated[
        str | None, typer.Argument(help="cleaning, extraction, classification or publishing.", show_default=False)
    ] = None,
    *,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Messages written at this time or later; with --as also the stage to begin with."),
    ] = None,
    end: Annotated[str | None, typer.Option("--to", help="Messages written before this time.")] = None,
    since: Annotated[str | None, typer.Option(help="Messages of the last 30d, 12h, 90m; instead of --from.")] = None,
    offsets: Annotated[
        list[str] | None, typer.Option(help="PARTITION:FIRST-END, END not included; 3:100- to the end. Repeatable.")
    ] = None,
    article: Annotated[list[str] | None, typer.Option(help="Only this article, by its id. Repeatable.")] = None,
    publisher: Annotated[list[str] | None, typer.Option(help="Only this publisher's articles. Repeatable.")] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Move the stage's group back; its workers must be stopped.")
    ] = False,
    beside: Annotated[
        str | None, typer.Option("--as", help="Run into topics of its own under this name, beside what is published.")
    ] = None,
    resume: Annotated[str | None, typer.Option(help="Go on with an interrupted replay, by its id.")] = None,
    execute: Annotated[
        bool, typer.Option("--execute", help="Do it; without this it is only told what would be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for programs.")] = False,
) -> None:
    """Have a stage process messages again. Without --execute it only tells what that would touch.

    The chosen messages are sent again to the topic that the stage reads, marked with the replay's id, beside what runs.
    With --in-place nothing is copied: the stage's workers, stopped before, read everything again from a place on.
    With --as NAME the stages from this one on run into topics of their own; diff, promote and discard come after it.
    Ids are deterministic: with the same coder a replay changes nothing downstream.
    """
    from streams.cli.beside import Beside, begin_with
    from streams.headers import utc_now
    from streams.replay.selection import Selection, offsets_of
    from streams.replay.times import moment
    from streams.replay.times import since as ago

    given = stage
    if beside is not None:
        given, start = begin_with(stage, start)
    first = moment(start) if start else ago(since, utc_now()) if since else None
    selection = Selection(
        first, moment(end) if end else None, offsets_of(offsets or ()), frozenset(article or ()),
        frozenset(publisher or ()),
    )  # fmt: skip
    _refuse(selection, both=bool(start and since), resume=resume, in_place=in_place, beside=beside)
    if beside is not None:
        Beside(beside, given, selection, execute=execute, as_json=as_json).run()
        return
    job = _Job(_named(given), selection, resume, execute=execute, as_json=as_json)
    if in_place:
        job.in_place()
    else:
        job.selected()


def _named(stage: str | None) -> "Stage":
    """The stage that was asked for.

    Raises:
        UsageProblem: none was, or there is none of that name.
    """
    from streams.problems import UsageProblem
    from streams.topology import STAGES, stage_named

    if stage is None:
        raise UsageProblem(f"say which stage is to read again: {', '.join(one.name for one in STAGES)}")
    return stage_named(stage)


def _refuse(selection: "Selection", *, both: bool, resume: str | None, in_place: bool, beside: str | None) -> None:
    """Hold the options against one another.

    Raises:
        UsageProblem: they contradict one another, or say nothing.
    """
    from streams.problems import UsageProblem

    if both:
        raise UsageProblem("--from and --since both say where to begin: one is enough")
    if beside is not None and (resume or in_place):
        raise UsageProblem(
            f"--as {beside} goes on by itself where it was, and never in place: leave the other option out"
        )
    if resume is not None and (selection or in_place):
        raise UsageProblem("--resume goes on with what was asked for then; leave the other options out")
    if resume is None and beside is None and not selection:
        raise UsageProblem("say what to replay: --since 30d, --from and --to, --offsets, --article or --publisher")
    if selection.start is not None and selection.end is not None and selection.end <= selection.start:
        raise UsageProblem("--to lies before --from, so there is nothing between them")


class _Job:
    """One call of the command."""

    def __init__(
        self, stage: "Stage", selection: "Selection", resume: str | None, *, execute: bool, as_json: bool
    ) -> None:
        from streams.cli import common
        from streams.running import broker_address

        self.stage = stage
        self.selection = selection
        self.resume = resume
        self.execute = execute
        self.as_json = as_json
        self.address = broker_address(common.settings())

    def selected(self) -> None:
        """Send chosen messages again."""
        from streams import kafka
        from streams.replay import planning
        from streams.topology import AUDIT, HEARTBEATS

        topics = [self.stage.source.name, HEARTBEATS.name, AUDIT.name]
        with kafka.reader(self.address, topics, from_beginning=True) as client:
            ranges = self._resumed(client) if self.resume else None
            plan = self._survey(client, ranges)
            if self.execute:
                self._send(client, plan)
            else:
                self._tell_selected(plan, planning.rate(client, self.stage))

    def in_place(self) -> None:
        """Move the group back."""
        from streams import kafka
        from streams.replay import in_place, planning
        from streams.topology import HEARTBEATS

        topics = [self.stage.source.name, HEARTBEATS.name]
        with kafka.admin(self.address) as admin, kafka.reader(self.address, topics, from_beginning=True) as client:
            found = in_place.moves(client, admin, self.stage, self.selection)
            if self.execute:
                self._move(admin, found)
            else:
                self._tell_in_place(admin, found, planning.rate(client, self.stage))

    def _survey(self, client: "KafkaConsumer", ranges: "Ranges | None") -> "Plan":
        from streams.cli.progress import counting
        from streams.replay import planning

        with counting("messages looked at") as run:
            return planning.survey(client, self.stage, self.selection, run.look, ranges)

    def _resumed(self, client: "KafkaConsumer") -> "Ranges":
        """Take over what an interrupted replay was asked for; gives what it had not read yet.

        Raises:
            UsageProblem: there is no such replay, it is of another stage or in place, or it was done.
        """
        from streams.audit import entries
        from streams.problems import UsageProblem
        from streams.replay.selected import begun, ranges_in
        from streams.replay.selection import Selection

        first, last = begun(entries(client), self.resume or "")
        if first.stage != self.stage.name or "in_place" in first.selection:
            raise UsageProblem(f"{self.resume} is no replay of {self.stage.name} that sends messages again")
        if last.outcome == "done":
            raise UsageProblem(f"{self.resume} was done at {last.at:%Y-%m-%d %H:%M:%S} UTC")
        self.selection = Selection.from_text(first.selection)
        return ranges_in(last)

    def _send(self, client: "KafkaConsumer", plan: "Plan") -> None:
        from streams import kafka
        from streams.audit import Audit
        from streams.cli.progress import counting
        from streams.replay.planning import chosen
        from streams.replay.selected import Replay

        with kafka.producer(self.address) as producer, counting("messages sent", plan.messages) as run:
            audit = Audit(
                producer, "replay", stage=self.stage.name, selection=self.selection.as_text(), operation_id=self.resume
            )
            work = Replay(producer, audit, plan.ranges, on_progress=run.advance, stopping=run.stopping)
            work.run(chosen(client, plan.ranges, self.selection))
        self._done(audit.operation_id, work.counts["sent"], "messages sent again")
        run.leave_if_stopped(f"communique replay {self.stage.name} --resume {audit.operation_id} --execute goes on")

    def _move(self, admin: "KafkaAdminClient", found: "dict[TopicPartition, tuple[int, int]]") -> None:
        from streams import kafka
        from streams.audit import Audit
        from streams.replay import in_place
        from streams.replay.selected import place

        in_place.refuse_active(admin, self.stage)
        asked = {**self.selection.as_text(), "in_place": "true"}
        count = sum(now - to for to, now in found.values())
        with kafka.producer(self.address) as producer:
            audit = Audit(producer, "replay", stage=self.stage.name, selection=asked)
            audit.write("started", {}, place(found))
            in_place.move_back(admin, self.stage, {tp: to for tp, (to, _) in found.items()})
            audit.write("done", {"moved_back": count}, place(found))
        self._done(audit.operation_id, count, "messages will be read again once workers start")

    def _done(self, operation: str, count: int, what: str) -> None:
        from streams.cli import common

        if self.as_json:
            common.write_json([{"operation_id": operation, "stage": self.stage.name, "messages": count}])
        else:
            common.console().print(f"{operation}: {count:,} {what}")

    def _tell_selected(self, plan: "Plan", rate: float | None) -> None:
        from streams.replay import times

        rows = [one.as_json() for one in plan.partitions]
        self._tell("selected", rows, plan.messages, rate, {"copies_left_out": plan.copies})
        if not self.as_json and plan.messages:
            oldest = min(one.oldest for one in plan.partitions)
            newest = max(one.newest for one in plan.partitions)
            self._say(f"written from {times.shown(oldest)} to {times.shown(newest)}")

    def _tell_in_place(
        self, admin: "KafkaAdminClient", found: "dict[TopicPartition, tuple[int, int]]", rate: float | None
    ) -> None:
        from streams.offsets import members

        rows: list[dict[str, object]] = [
            {"partition": tp.partition, "from": to, "committed": now, "messages": now - to}
            for tp, (to, now) in sorted(found.items())
        ]
        active = [str(one) for one in members(admin, self.stage.group)]
        total = sum(now - to for to, now in found.values())
        self._tell("in place", rows, total, rate, {"active_workers": active})
        if active and not self.as_json:
            self._say(f"refused while these workers are active: {', '.join(active)}")

    def _tell(
        self, way: str, rows: list[dict[str, object]], total: int, rate: float | None, more: dict[str, object]
    ) -> None:
        """What would be done."""
        from rich import box
        from rich.table import Table

        from streams.cli import common
        from streams.replay import times
        from streams.replay.planning import groups

        seconds = None if not rate else total / rate
        if self.as_json:
            known = {} if seconds is None else {"rate": rate, "estimated_seconds": seconds}
            common.write_json([
                {"dry_run": True, "way": way, "stage": self.stage.name, "topic": self.stage.source.name,
                 "messages": total, "groups": groups(self.stage), "partitions": rows, **known, **more}
            ])  # fmt: skip
            return
        table = Table(*(rows[0] if rows else ()), box=box.SIMPLE_HEAD)
        for row in rows:
            table.add_row(*(str(value) for value in row.values()))
        common.console().print(table)
        lasts = (
            f"about {times.length(seconds)} at the {rate:,.1f} a second that one worker did in the last hour"
            if rate
            else "an unknown time: no worker of the stage has done anything in the last hour"
        )
        self._say(f"{total:,} messages of {self.stage.source.name}, {way}; work for {', '.join(groups(self.stage))}")
        self._say(f"{lasts}. Nothing was done: --execute does it.")

    def _say(self, text: str) -> None:
        from streams.cli import common

        common.console().print(text, soft_wrap=True)
