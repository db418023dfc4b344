"""The state of a merge stage: a Faust table on rocksdb, whose changelog is confirmed before anything counts as kept."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import faust
from faust.types import TP, TableT
from rocksdb import WriteBatch

from streams.delivery import FaustDelivery
from streams.faults import Fault
from streams.records import Kept, Outgoing
from streams.topology import STATE_TABLE, TopicSpec

MEBIBYTE = 1024 * 1024
ROCKSDB = {"write_buffer_size": 8 * MEBIBYTE, "block_cache_size": 16 * MEBIBYTE, "block_cache_compressed_size": 0}
"""Bytes a partition. Faust's own bounds, 2.5 GB of cache for each, are more than a whole machine of ours has."""


def declare_table(app: faust.App, changelog: TopicSpec) -> TableT[bytes, bytes]:
    """The table, raw bytes to raw bytes. Its changelog is the topic of the topology; Faust creates none."""
    return app.Table(
        STATE_TABLE,
        key_type=bytes,
        value_type=bytes,
        partitions=changelog.partitions,
        options=dict(ROCKSDB),
    )


class TableState:
    """Reads and writes the table's stores by the partition. Faust's own way asks for the event that is worked on.

    ``table[key] = state`` would send to the changelog without waiting for it: a kill just after the commit would then
    lose the state. Here the changelog's confirmation comes first, then the local store and its offset.
    A kill in between leaves the local store behind the changelog, never ahead, and the message unacknowledged.
    """

    def __init__(self, table: TableT[bytes, bytes], changelog: TopicSpec, delivery: FaustDelivery) -> None:
        self._table = table
        self._changelog = changelog.name
        self._delivery = delivery

    def get(self, key: bytes, partition: int) -> bytes | None:
        """The state of a key; None where there is none. The partition must be one that this worker has.

        Raises:
            Fault: the local store cannot be read.
        """
        try:
            state: bytes | None = self._store._db_for_partition(partition).get(key)
        except Exception as error:
            raise Fault("the local state cannot be read") from error
        return state

    async def put(self, states: Sequence[Kept]) -> None:
        """Keep the states of some keys. Those of a partition reach the local store together with their last offset.

        Raises:
            Fault: the changelog did not confirm them all, or the local store cannot be written.
        """
        outgoing = [Outgoing(self._changelog, kept.key, kept.state, partition=kept.partition) for kept in states]
        offsets = await self._delivery.all(outgoing)
        batches: dict[int, WriteBatch] = {}
        for kept in states:
            batches.setdefault(kept.partition, WriteBatch()).put(kept.key, kept.state)
        try:
            for partition, batch in batches.items():
                batch.put(self._store.offset_key, str(offsets[self._changelog, partition]).encode())
                self._store._db_for_partition(partition).write(batch)
        except Exception as error:
            raise Fault("the local state cannot be written") from error

    def page(self, partition: int, after: bytes | None, size: int) -> list[tuple[bytes, bytes]]:
        """Up to ``size`` keys with their states, in the order of the keys; those after a key, or from the first on.

        The partition must be one that this worker has: asked for any other, the store would open it. What is merged
        meanwhile may be missing, or be there already.

        Raises:
            Fault: the local store cannot be read.
        """
        try:
            return list(islice(self._items(partition, after), size))
        except Exception as error:
            raise Fault("the local state cannot be read") from error

    def _items(self, partition: int, after: bytes | None) -> Iterator[tuple[bytes, bytes]]:
        """By the store's own way to a partition: Faust offers none that works outside of the work on an event."""
        items = self._store._db_for_partition(partition).iteritems()
        if after is None:
            items.seek_to_first()
        else:
            items.seek(after)
        return ((key, state) for key, state in items if key not in {after, self._store.offset_key})

    async def forget(self, key: bytes, partition: int) -> None:
        """Remove a key: first from the changelog, so that no recovery brings it back, then from the local store.

        Raises:
            Fault: the changelog did not confirm it, or the local store cannot be written.
        """
        place = await self._delivery.place(Outgoing(self._changelog, key, None, partition=partition))
        try:
            self._store._db_for_partition(partition).delete(key)
            self._store.set_persisted_offset(TP(self._changelog, partition), place.offset)
        except Exception as error:
            raise Fault("the local state cannot be written") from error

    @property
    def _store(self) -> Any:  # noqa: ANN401 - Faust types its stores as untyped mappings
        return self._table.data
