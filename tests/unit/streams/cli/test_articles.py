"""Reading articles: every line exactly once and in order, whatever the chunks; errors that name the file or line."""

from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import RawArticle
from streams.cli import articles
from streams.cli.articles import BadLine
from streams.problems import UnreadableInput, UsageProblem

BOUND = 2_000_000


class Dribble:
    """A stream that gives what it has in pieces of its own choosing, as a pipe does."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data, self.size = data, size

    def read(self, size: int, /) -> bytes:
        taken = min(self.size, size)
        piece, self.data = self.data[:taken], self.data[taken:]
        return piece


def lines_of(data: bytes, size: int, bound: int = BOUND) -> list[bytes]:
    return [line for batch in articles.line_batches(Dribble(data, size), bound) for line in batch]


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"?"))), st.integers(1, 50), st.booleans())
def test_every_line_comes_once_and_in_order(lines: list[bytes], size: int, ended: bool) -> None:
    data = b"".join(line + b"\n" for line in lines)
    expected = list(lines)
    if not ended and lines:
        data = data[:-1]
        expected = expected if lines[-1] else expected[:-1]
    assert lines_of(data, size) == expected


@given(st.lists(st.integers(0, 30), max_size=10), st.integers(1, 50))
def test_an_overlong_line_is_cut_just_beyond_the_bound(lengths: list[int], size: int) -> None:
    data = b"".join(b"x" * length + b"\n" for length in lengths)
    assert [len(line) for line in lines_of(data, size, bound=10)] == [min(length, 11) for length in lengths]


def test_bad_lines_tell_their_number_their_id_and_the_reason() -> None:
    good = RawArticle(article_id="good", body="Peru thanked Chile.").to_bytes()
    lines = [good, b"{", b'{"article_id": "a7"}', b"", b"[1]", b'{"body": "\xff"}', b"x" * (BOUND + 1)]
    found = next(articles.from_lines([lines], BOUND))
    assert isinstance(found[0], RawArticle)
    bad = [item for item in found[1:] if isinstance(item, BadLine)]
    assert [item.number for item in bad] == [2, 3, 4, 5, 6, 7]
    assert [item.article_id for item in bad] == ["line-2", "a7", "line-4", "line-5", "line-6", "line-7"]
    reasons = [item.reason.split(":")[0] for item in bad]
    assert reasons == ["decode_error", "schema_invalid", "decode_error", "schema_invalid", "decode_error", "too_large"]


def test_numbers_run_on_from_batch_to_batch() -> None:
    found = [item for batch in articles.from_lines([[b"{"], [b"{", b"{"]], BOUND) for item in batch]
    assert [item.number for item in found if isinstance(item, BadLine)] == [1, 2, 3]


def test_an_article_without_an_id_gets_the_one_that_the_pipeline_would_give_it() -> None:
    first = articles.parse(orjson.dumps({"body": "One."}), 1, BOUND)
    again = articles.parse(orjson.dumps({"body": "One."}), 9, BOUND)
    other = articles.parse(orjson.dumps({"body": "Two."}), 1, BOUND)
    assert isinstance(first, RawArticle)
    assert first == again
    assert isinstance(other, RawArticle)
    assert first.article_id != other.article_id


def test_a_file_in_a_legacy_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes('<meta charset="iso-8859-9"><p>Erdoğan</p>'.encode("iso-8859-9"))
    article = articles.from_file(str(file), {"source": "Wire", "url": None}, BOUND)
    assert "Erdoğan" in article.body
    assert (article.content_type, article.source, article.url) == ("text/html", "Wire", None)
    assert article.article_id


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("gone", None, "No such file"), ("empty", b" \n", "is empty"), ("big", b"x" * 11, "larger than 10 bytes")],
)
def test_files_that_cannot_be_used_are_named(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UnreadableInput, match=f"{name}.*{said}"):
        articles.from_file(str(file), {}, 10)


def test_an_option_with_a_bad_value_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Peru thanked Chile.")
    with pytest.raises(UsageProblem, match="--published-at"):
        articles.from_file(str(file), {"published_at": "yesterday"}, BOUND)
