"""The worker process: loads the model once, then reads batches from standard input and answers on standard output.

Run as ``python -m agents.extraction.worker MODEL``. It ends when its standard input does, also in the middle of a
batch: a worker never outlives the process that started it.
"""

import os
import queue
import signal
import sys
import threading
from typing import BinaryIO

from agents.extraction.collector import spare_collector
from agents.extraction.extractor import Extractor
from agents.extraction.nlp import ModelMissing
from agents.extraction.protocol import LENGTH, frame, read_request, reply


def main(model: str) -> None:
    """Serve until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the pool decides when we end
    answers = _private_output()
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        extractor = Extractor(model)
    except ModelMissing as error:
        _send(answers, frame({"missing": error.name}))
        return
    spare_collector()
    _send(answers, frame({"model": extractor.model}))
    while True:
        _send(answers, reply(extractor.extract(read_request(requests.get()))))


def _private_output() -> BinaryIO:
    """Standard output for answers alone: whatever a library prints goes to standard error instead."""
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return private


def _send(answers: BinaryIO, data: bytes) -> None:
    answers.write(data)
    answers.flush()


def _read(requests: BinaryIO, into: "queue.SimpleQueue[bytes]") -> None:
    """Pass on frames until the pipe ends, and end the process with it."""
    while True:
        head = requests.read(LENGTH.size)
        if len(head) < LENGTH.size:
            os._exit(0)
        (size,) = LENGTH.unpack(head)
        into.put(requests.read(size))


if __name__ == "__main__":
    main(sys.argv[1])
