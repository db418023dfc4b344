"""What must hold of any clean article, whatever came in. Used by the property tests and by the fuzzer."""

from agents.cleaning import as_raw, clean, decode, raw_span
from agents.cleaning.bounds import MAX_CLEAN_BYTES, MAX_REMOVED
from agents.errors import Dropped, Rejected
from schemas import CleanArticle, RawArticle


def outcome(raw: RawArticle) -> CleanArticle | None:
    """The clean article, or nothing where cleaning says that there is none; any other exception is a fault."""
    try:
        return clean(raw)
    except (Rejected, Dropped):
        return None


def article_of(data: bytes) -> RawArticle | None:
    """Bytes as a raw article, as the stage would get them."""
    text = decode(data)
    return RawArticle(body=text) if text else None


def check(raw: RawArticle) -> CleanArticle | None:
    """Clean an article and check all that must hold."""
    article = outcome(raw)
    if article is not None:
        check_body(article)
        check_map(raw, article)
        check_idempotent(article)
        assert CleanArticle.from_bytes(article.to_bytes()).body == article.body
    return article


def check_body(article: CleanArticle) -> None:
    """The body is bounded, in NFC, and exactly its paragraphs."""
    assert article.body
    assert len(article.body.encode()) <= MAX_CLEAN_BYTES
    assert len(article.removed) <= MAX_REMOVED
    assert "\n\n".join(article.body[span.start : span.end] for span in article.paragraphs) == article.body
    for span in article.paragraphs:
        text = article.body[span.start : span.end]
        assert text == text.strip()
        assert "\n" not in text
        assert text


def check_map(raw: RawArticle, article: CleanArticle) -> None:
    """The map covers every character of every paragraph, in order, and leads to the same characters."""
    for part in article.source_map:
        assert 0 <= part.raw <= part.raw + part.raw_length <= len(raw.body)
        if part.length == part.raw_length:
            came, went = raw.body[part.raw :][: part.length], article.body[part.clean :][: part.length]
            assert all(map(_same, came, went)), (came, went)
    covered = sum(part.length for part in article.source_map)
    assert covered == sum(span.end - span.start for span in article.paragraphs)
    starts = [part.clean for part in article.source_map]
    assert starts == sorted(starts)
    for span in article.paragraphs:
        start, end = raw_span(article, span.start, span.end)
        assert 0 <= start < end <= len(raw.body)


def _same(came: str, went: str) -> bool:
    """Whether one character may stand for the other: only marks, spaces and foreign letters are ever exchanged."""
    return came == went or not any(character.isascii() and character.isalnum() for character in (came, went))


def check_idempotent(article: CleanArticle) -> None:
    """Cleaning what is clean changes nothing."""
    again = clean(as_raw(article))
    assert again.body == article.body
    assert again.fingerprint == article.fingerprint
    assert again.similarity == article.similarity
    assert again.paragraphs == article.paragraphs
    assert not again.removed
