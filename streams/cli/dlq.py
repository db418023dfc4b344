"""``communique dlq``: list, look at, correct, send again or set aside what could not be processed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kafka import KafkaConsumer

    from streams.dlq.letters import Choice, DeadLetter
    from streams.dlq.redrive import Policy

EXAMPLES = (
    "Examples: communique dlq list  |  communique dlq show cleaning:3:17  |  "
    "communique dlq redrive --stage cleaning --reason processing_error --since 7d --execute"
)
StageOption = Annotated[str | None, typer.Option(help="Only those of a stage.")]
ReasonOption = Annotated[str | None, typer.Option(help="Only those of a reason, processing_error for instance.")]
SinceOption = Annotated[str | None, typer.Option(help="Only those since a time or for so long: 2026-03-04, 7d.")]
LimitOption = Annotated[int | None, typer.Option(min=1, help="At most so many, the oldest of each partition first.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines for programs.")]
ExecuteOption = Annotated[bool, typer.Option("--execute", help="Do it; without this it is only told what would be.")]
SHOWN_BYTES = 4_000


def register(app: typer.Typer) -> None:
    """Add the commands."""
    about = "Dead letters: list, look at, correct, send again, set aside."
    group = typer.Typer(no_args_is_help=True, help=about, epilog=EXAMPLES)
    for command in (show, export, redrive, drop):
        group.command(epilog=EXAMPLES)(command)
    group.command("list", epilog=EXAMPLES)(list_letters)
    app.add_typer(group, name="dlq")


def list_letters(
    *,
    stage: StageOption = None,
    reason: ReasonOption = None,
    since: SinceOption = None,
    limit: LimitOption = None,
    each: Annotated[bool, typer.Option("--each", help="Every letter, not counts.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count the letters that nobody has dealt with yet, by stage and reason; with --each tell of every one."""
    from streams.cli import common
    from streams.dlq.letters import counts

    with _waiting(_choice(stage, reason, since)) as letters:
        some = islice(letters, limit)
        if as_json:
            common.write_json((letter.as_json() for letter in some) if each else counts(some))
        elif each:
            for letter in some:
                common.console().print(_line(letter), soft_wrap=True, markup=False)
        else:
            _table(counts(some))


def show(
    letter: Annotated[str, typer.Argument(help="Its id, cleaning:3:17 for instance; `dlq list --each` tells it.")],
    *,
    raw: Annotated[bool, typer.Option("--raw", help="Only the original bytes, all of them, as they are.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show why a message failed, and beside that the message itself."""
    import sys

    from streams.cli import common
    from streams.dlq import files
    from streams.dlq.letters import one, place_of

    with _reader([place_of(letter)[0]]) as client:
        found = one(client, letter)
    if raw:
        sys.stdout.buffer.write(found.record.value or b"")
        sys.stdout.buffer.flush()
    elif as_json:
        common.write_json([files.line(found)])
    else:
        _show(found)


def export(
    to: Annotated[Path, typer.Option(help="A file for JSON lines, one a letter.", dir_okay=False)],
    *,
    stage: StageOption = None,
    reason: ReasonOption = None,
    since: SinceOption = None,
    limit: LimitOption = None,
) -> None:
    """Write letters to a file with their bytes; corrected there, `redrive --corrected` sends them."""
    from streams.cli import common
    from streams.dlq import files

    with _waiting(_choice(stage, reason, since)) as letters:
        count = files.write(islice(letters, limit), to)
    common.console().print(f"{count:,} letter{'' if count == 1 else 's'} in {to}")


def redrive(
    *,
    stage: StageOption = None,
    reason: ReasonOption = None,
    since: SinceOption = None,
    limit: LimitOption = None,
    most_redrives: Annotated[int, typer.Option(min=1, help="Leave what was sent again so often already.")] = 3,
    on_failure: Annotated[
        Literal["stop", "skip", "send-back"],
        typer.Option(help="A letter that cannot be sent: stop there, leave it, or put it at the end with the reason."),
    ] = "stop",
    corrected: Annotated[
        Path | None, typer.Option(help="Send the values of this file, exported and corrected, and no others.")
    ] = None,
    execute: ExecuteOption = False,
    as_json: JsonOption = False,
) -> None:
    """Send letters again to where they came from. Without --execute it only tells which.

    Each carries how often it was sent; one that fails again returns with that count and stops at --most-redrives.
    Ctrl-C ends after the batch at hand; the same command then goes on with the rest.
    """
    from streams.dlq import files
    from streams.dlq.redrive import Policy

    values = {} if corrected is None else files.corrections(corrected)
    choice = _choice(stage, reason, since, None if corrected is None else frozenset(values))
    policy = Policy(most_redrives, on_failure, values)
    with _waiting(choice) as letters:
        some = islice(letters, limit)
        if execute:
            _redrive(some, choice, policy, as_json=as_json)
        else:
            _plan("would be sent again", some, policy.allows, as_json=as_json)


def drop(
    *,
    stage: StageOption = None,
    reason: ReasonOption = None,
    since: SinceOption = None,
    limit: LimitOption = None,
    execute: ExecuteOption = False,
    as_json: JsonOption = False,
) -> None:
    """Set letters aside: they are no longer listed or sent. Their bytes stay until retention takes them."""
    with _waiting(_choice(stage, reason, since)) as letters:
        some = islice(letters, limit)
        if execute:
            _drop(some, _choice(stage, reason, since), as_json=as_json)
        else:
            _plan("would be set aside", some, lambda _: True, as_json=as_json)


def _choice(stage: str | None, reason: str | None, since: str | None, ids: frozenset[str] | None = None) -> "Choice":
    """What was asked for.

    Raises:
        UsageProblem: the stage, the reason or the time does not exist; the message says which do.
    """
    from typing import get_args

    from agents.errors import RejectReason
    from streams.dlq.letters import Choice
    from streams.headers import utc_now
    from streams.problems import UsageProblem
    from streams.replay import times
    from streams.topology import stage_named

    if stage is not None:
        stage_named(stage)
    known = (*get_args(RejectReason), "unknown")
    if reason not in {None, *known}:
        raise UsageProblem(f"there is no reason {reason!r}; the reasons are {', '.join(known)}")
    return Choice(stage, reason, None if since is None else times.since(since, utc_now()), ids)


@contextmanager
def _reader(topics: list[str]) -> "Iterator[KafkaConsumer]":
    from streams import kafka
    from streams.cli import common
    from streams.running import broker_address

    with kafka.reader(broker_address(common.settings()), topics, from_beginning=True) as client:
        yield client


@contextmanager
def _waiting(choice: "Choice") -> "Iterator[Iterator[DeadLetter]]":
    """The letters that are meant and wait."""
    from streams.audit import Settled, entries
    from streams.dlq.letters import waiting
    from streams.topology import AUDIT

    with _reader([*choice.topics(), AUDIT.name]) as client:
        yield waiting(client, Settled(entries(client)), choice)


def _redrive(letters: "Iterable[DeadLetter]", choice: "Choice", policy: "Policy", *, as_json: bool) -> None:
    from streams import kafka
    from streams.audit import Audit
    from streams.cli import common
    from streams.cli.progress import counting
    from streams.dlq.redrive import Redrive
    from streams.running import broker_address

    with kafka.producer(broker_address(common.settings())) as client, counting("letters sent") as run:
        audit = Audit(client, "redrive", stage=choice.stage, selection=choice.as_text())
        job = Redrive(client, audit, policy, on_progress=run.advance, stopping=run.stopping)
        job.run(letters)
    _told(audit.operation_id, dict(job.counts), as_json=as_json)
    run.leave_if_stopped("what was sent is settled; the same command goes on with the rest")


def _drop(letters: "Iterable[DeadLetter]", choice: "Choice", *, as_json: bool) -> None:
    from streams import kafka
    from streams.audit import Audit
    from streams.cli import common
    from streams.cli.progress import counting
    from streams.dlq.redrive import drop as set_aside
    from streams.running import broker_address

    with kafka.producer(broker_address(common.settings())) as client, counting("letters set aside") as run:
        audit = Audit(client, "drop", stage=choice.stage, selection=choice.as_text())
        counts = set_aside(letters, audit, on_progress=run.advance, stopping=run.stopping)
    _told(audit.operation_id, dict(counts), as_json=as_json)
    run.leave_if_stopped("the same command goes on with the rest")


def _told(operation: str, counts: dict[str, int], *, as_json: bool) -> None:
    """What was done."""
    from streams.cli import common

    if as_json:
        common.write_json([{"operation_id": operation, **counts}])
        return
    parts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items() if count)
    common.console().print(f"{operation}: {parts or 'nothing to do'}")


def _plan(what: str, letters: "Iterable[DeadLetter]", allows: "Callable[[DeadLetter], bool]", *, as_json: bool) -> None:
    """Tell what would be done."""
    from streams.cli import common
    from streams.dlq.letters import counts

    held = 0

    def allowed() -> "Iterator[DeadLetter]":
        nonlocal held
        for letter in letters:
            if allows(letter):
                yield letter
            else:
                held += 1

    rows = counts(allowed())
    total = sum(int(row["letters"]) for row in rows)
    if as_json:
        common.write_json([{"dry_run": True, "letters": total, "at_limit": held, "by": rows}])
        return
    _table(rows)
    limited = f"; {held:,} are at the limit of redrives and would stay" if held else ""
    common.console().print(f"{total:,} {what}{limited}. Nothing was done: --execute does it.")


def _table(rows: list[dict[str, object]]) -> None:
    from rich import box
    from rich.table import Table

    from streams.cli import common

    table = Table("stage", "reason", "letters", "newest", box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    if rows:
        common.console().print(table)
    else:
        common.console().print("no dead letters wait")


def _line(letter: "DeadLetter") -> str:
    told = letter.as_json()
    again = f", sent again {letter.redrives} times" if letter.redrives else ""
    return f"{letter.id}  {told['failed_at']}  {letter.reason}  {told['error']}: {told['message']}{again}"


def _show(letter: "DeadLetter") -> None:
    """The facts, then the bytes: as text where they are, else as Python writes bytes."""
    from streams.cli import common

    for name, value in letter.as_json().items():
        if value != "":
            common.console().print(f"{name.replace('_', ' '):18} {value}", soft_wrap=True, markup=False)
    value = letter.record.value
    if value is None:
        common.console().print("the value is null")
        return
    cut = value[:SHOWN_BYTES]
    try:
        text = cut.decode("utf-8", "strict" if cut == value else "ignore")
    except UnicodeDecodeError:
        text = repr(cut)[2:-1]
    more = f"\n… {len(value) - len(cut):,} bytes more: --raw gives all" if len(value) > len(cut) else ""
    common.console().print(f"\n{text}{more}", soft_wrap=True, markup=False)
