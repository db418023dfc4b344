"""Export: the events that stand, from the topic into a file. It goes on where it was interrupted.

The topic is read twice. First for its keys, to learn which message is the last of each event; then those messages go,
in the order of the topic, to ``FILE.part``, while ``FILE.progress`` tells how far it is. When all is there, the part
becomes the file in its format, at once and whole. Memory holds one entry an event (about 200 bytes), never the events.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
from kafka import KafkaConsumer, TopicPartition

from schemas import DiplomaticEvent
from streams.export_formats import Format
from streams.problems import UnreadableInput

POLL_MILLISECONDS = 500
CHECKPOINT_SECONDS = 2.0
"""Between two notes of progress: what an interruption makes read again."""

Place = tuple[int, int]
"""Partition and offset."""
OnProgress = Callable[[int, int], None]
"""Told how many messages were read, of how many."""


@dataclass(slots=True)
class Progress:
    """How far an export is: where it ends in each partition, what is read next, and how long the part is by then."""

    ends: dict[int, int]
    following: dict[int, int]
    size: int = 0


class Export:
    """One export into one file. Interrupted at any time, the next one to the same file goes on with it."""

    def __init__(self, client: KafkaConsumer, file: Path, chosen: Format, on_progress: OnProgress) -> None:
        """``client`` has all partitions of the event topic assigned and belongs to no group."""
        self._client = client
        self._file = file
        self._format = chosen
        self._on_progress = on_progress
        self._part = file.with_name(file.name + ".part")
        self._notes = file.with_name(file.name + ".progress")
        self._partitions = {each.partition: each for each in client.assignment()}
        self.resumed = False

    def run(self) -> int:
        """Write the file; gives the number of events in it.

        Raises:
            UnreadableInput: the file cannot be written.
        """
        try:
            progress = self._earlier() or self._new()
            last = self._last_of_each(progress.ends)
            self._collect(progress, set(last.values()))
            return self._finish()
        except OSError as error:
            raise UnreadableInput(f"{self._file} cannot be written: {error.strerror}") from error

    def _new(self) -> Progress:
        starts = self._client.beginning_offsets(list(self._partitions.values()))
        ends = self._client.end_offsets(list(self._partitions.values()))
        self._part.write_bytes(b"")
        return Progress(_by_number(ends), _by_number(starts))

    def _earlier(self) -> Progress | None:
        """The progress of an interrupted export, if this is still the topic that it read."""
        if not (self._notes.exists() and self._part.exists()):
            return None
        found = orjson.loads(self._notes.read_bytes())
        ends, following = ({int(number): at for number, at in found[name].items()} for name in ("ends", "following"))
        progress = Progress(ends, following, found["size"])
        now = self._client.end_offsets(list(self._partitions.values()))
        if {place.partition for place in now} != progress.ends.keys():
            return None
        if any(offset < progress.ends[place.partition] for place, offset in now.items()):
            return None
        os.truncate(self._part, progress.size)
        self.resumed = True
        return progress

    def _last_of_each(self, ends: Mapping[int, int]) -> dict[bytes, Place]:
        """Where the last message of each event stands; events that have ended are left out."""
        last: dict[bytes, Place] = {}
        self._client.seek_to_beginning(*self._partitions.values())
        for place, key, value in self._messages(ends):
            if value is None:
                last.pop(key, None)
            else:
                last[key] = place
        return last

    def _collect(self, progress: Progress, wanted: set[Place]) -> None:
        """Append the wanted messages to the part, a line each."""
        for number, partition in self._partitions.items():
            self._client.seek(partition, progress.following.get(number, 0))
        noted, total, read = time.monotonic(), sum(progress.ends.values()), 0
        with self._part.open("ab") as part:
            for place, _, value in self._messages(progress.ends):
                if place in wanted and value is not None:
                    part.write(value + b"\n")
                progress.following[place[0]], read = place[1] + 1, read + 1
                if time.monotonic() - noted > CHECKPOINT_SECONDS:
                    noted = self._note(progress, part.tell(), part.flush)
                    self._on_progress(sum(progress.following.values()), total)
            progress.following.update(progress.ends)
            self._note(progress, part.tell(), part.flush)
        self._on_progress(total, total)

    def _note(self, progress: Progress, size: int, flush: Callable[[], None]) -> float:
        """Write down how far it is, after what was written is in the file; gives the time."""
        flush()
        content = {
            "ends": {str(number): offset for number, offset in progress.ends.items()},
            "following": {str(number): offset for number, offset in progress.following.items()},
            "size": size,
        }
        draft = self._notes.with_name(self._notes.name + ".new")
        draft.write_bytes(orjson.dumps(content))
        draft.replace(self._notes)
        return time.monotonic()

    def _finish(self) -> int:
        """Turn the part into the file, which appears whole or not at all."""
        draft = self._file.with_name(self._file.name + ".new")
        written = self._format.write(draft, self._events())
        draft.replace(self._file)
        self._part.unlink()
        self._notes.unlink()
        return written

    def _events(self) -> Iterator[DiplomaticEvent]:
        with self._part.open("rb") as lines:
            for line in lines:
                event = DiplomaticEvent.from_bytes(line)
                if event.state == "active":
                    yield event

    def _messages(self, ends: Mapping[int, int]) -> Iterator[tuple[Place, bytes, bytes | None]]:
        """Messages from the present positions to the ends: place, key, value."""
        while any(self._client.position(self._partitions[number]) < end for number, end in ends.items()):
            for batch in self._client.poll(timeout_ms=POLL_MILLISECONDS).values():
                for record in batch:
                    if record.offset < ends[record.partition]:
                        yield (record.partition, record.offset), record.key or b"", record.value


def _by_number(places: Mapping[TopicPartition, int]) -> dict[int, int]:
    return {place.partition: offset for place, offset in places.items()}
