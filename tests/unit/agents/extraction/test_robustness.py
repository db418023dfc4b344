"""Texts that are no news: extraction neither hangs nor fails nor grows on them."""

import gc
import multiprocessing
import threading

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.errors import Rejected
from agents.extraction.paragraphs import MAX_CHARACTERS, MAX_PIECE, pieces
from tests.unit.agents.extraction.reading import article, extractor, read

MEGABYTE = 1_000_000
WORDS = (
    "Russia", "Kyiv", "he", "said", "\u201c", "\u201d", "not", "the", "minister", "attacked", ",", "and", "who",
    "Monday", "2022", "\n\n", "\U0001f600", "of", "'s", ".",
)  # fmt: skip
MAX_RESIDENT = 450 * MEGABYTE


@pytest.mark.parametrize(
    "body",
    [
        "x" * MEGABYTE,
        "Russia attacked Ukraine. " + "y" * MEGABYTE + " Ukraine attacked Russia.",
        "\U0001f600\U0001f1fa\U0001f1e6\U0001f525 " * 2_000,
        "\u0627\u0644\u0631\u0626\u064a\u0633 \u0642\u0627\u0644. " * 500 + "\u05e9\u05dc\u05d5\u05dd. " * 500,
        '"' * 5_000,
        "'\"\u201c\u201d\u2018\u2019" * 2_000,
        "( " * 5_000,
        "\u0130stanbul " * 500,
        " \n \n\t" * 1_000,
        "Russia, " * 3_000,
        "Russia and " * 500 + "Ukraine met.",
    ],
    ids=["token", "token in a story", "emoji", "right to left", "quotes", "all quotes", "brackets", "dotted I", "blank",
         "list", "conjunction"],
)  # fmt: skip
def test_strange_texts_are_read(body: str) -> None:
    found = read(body)
    for actor in found.actors:
        assert body[actor.start : actor.end] == actor.text


def test_what_stands_beside_an_endless_token_is_still_read() -> None:
    found = read("Russia attacked Ukraine. " + "y" * 100_000 + " Ukraine attacked Russia.")
    assert [sentence.predicates[0].lemma for sentence in found.sentences] == ["attack", "attack"]


def test_a_hundred_thousand_sentences_are_read_up_to_the_bound() -> None:
    body = "\n\n".join(f"Turkey criticised Greece {n} times." for n in range(100_000))
    found = read(body)
    assert found.sentences[-1].end <= MAX_CHARACTERS
    assert len(found.sentences) > 1_000


def test_pieces_are_bounded_and_cover_the_text() -> None:
    body = ("Turkey criticised Greece. " * 2_000)[:50_000]
    found = pieces(article(body))
    assert max(len(piece.text) for piece in found) <= MAX_PIECE
    assert "".join(piece.text for piece in found) == body
    assert all(body[piece.start : piece.start + len(piece.text)] == piece.text for piece in found)


def sizes_after_batches() -> list[int]:
    """Resident bytes after each batch of words that were never seen before."""
    process, sizes = psutil.Process(), []
    for batch in range(12):
        bodies = [" ".join(f"Zq{batch}x{n}y{word} met Greek envoys." for word in range(40)) for n in range(10)]
        results = extractor().extract([article(body, name=str(n)) for n, body in enumerate(bodies)])
        assert not any(isinstance(result, Rejected) for result in results)
        gc.collect()
        sizes.append(process.memory_info().rss)
    return sizes


def test_memory_is_bounded_and_steady() -> None:
    """The vocabulary must not keep what it saw. In a process of its own: this one carries the other tests' memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        sizes = pool.apply(sizes_after_batches)
    assert sizes[-1] < MAX_RESIDENT
    assert sizes[-1] - sizes[5] < 10 * MEGABYTE


MONSTERS = (
    "x" * MEGABYTE,
    "\n\n".join(f"Turkey criticised Greece {n} times." for n in range(100_000)),
    "Russia and " * 20_000 + "Ukraine met.",
    "\U0001f600\U0001f1fa\U0001f1e6\U0001f525 " * 50_000,
    "\u0627\u0644\u0631\u0626\u064a\u0633 \u0642\u0627\u0644. " * 20_000,
    "\u201cRussia attacked Ukraine,\u201d he said. " * 5_000,
)


def peak_over_monsters() -> int:
    """The most resident bytes at any time while texts far beyond the bounds are read, each a batch as in the pool."""
    process, sizes, done = psutil.Process(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            sizes.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    read_whole = [not isinstance(extractor().extract([article(body)])[0], Rejected) for body in MONSTERS]
    done.set()
    watcher.join()
    assert all(read_whole)
    return max(sizes)


def test_monstrous_texts_stay_within_the_memory_of_a_process() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        peak = pool.apply(peak_over_monsters)
    assert 50 * MEGABYTE < peak < MAX_RESIDENT


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_jumble_of_words_keeps_the_contract(words: list[str]) -> None:
    body = " ".join(words) or "."
    found = read(body)
    for sentence in found.sentences:
        assert body[sentence.start : sentence.end] == sentence.text
        for index, one in enumerate(sentence.predicates):
            assert one.governor != index
            assert one.governor is None or one.governor < len(sentence.predicates)
            assert all(actor < len(found.actors) for actor in (*one.sources, *one.targets))
            assert not set(one.sources) & set(one.targets)


def test_extraction_is_deterministic() -> None:
    body = "Zelensky met Erdogan in Ankara. He thanked him, and Turkey promised Ukraine drones."
    assert read(body).to_bytes() == read(body).to_bytes()
