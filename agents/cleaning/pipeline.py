"""A raw article becomes a clean one: the order of the steps, and what each leaves behind."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple

from agents.cleaning import dateline, fingerprint, language, layout, markup, metadata, page, rules
from agents.cleaning.bounds import MAX_CLEAN_BYTES, MAX_PASSES, MAX_RAW_BYTES, MAX_REMOVED, MAX_REMOVED_TEXT
from agents.cleaning.characters import ordered
from agents.cleaning.identity import article_id_of
from agents.cleaning.traced import Traced, joined
from agents.errors import Dropped, Rejected
from schemas import CleanArticle, Dateline, MappedSpan, RawArticle, Removed, Span

BREAK = "\n\n"
"""What stands between two paragraphs of a clean body."""

_TOP_LINES = 8
"""Lines above a story among which a dateline may stand alone."""

Basis = Literal["message", "page", "dateline", "none"]


class Story(NamedTuple):
    """What a pass leaves: the paragraphs, what was taken out, the headline and the dateline."""

    lines: list[Traced]
    cuts: list[rules.Cut]
    headline: str | None = None
    head: dateline.Found | None = None
    head_text: str = ""


def clean(raw: RawArticle) -> CleanArticle:
    """Reduce an article to its story. A pure function of the message.

    Raises:
        Rejected: ``too_large`` or ``unsupported_language``.
        Dropped: ``no_story``, where nothing of a story is left.
    """
    if len(raw.body) > MAX_RAW_BYTES or len(raw.body.encode("utf-8", "replace")) > MAX_RAW_BYTES:
        raise Rejected("too_large", f"the raw body has more than {MAX_RAW_BYTES} bytes")
    found = _page_of(raw)
    story = _reduced(found.story, raw.title or found.facts.title)
    if not story.lines:
        raise Dropped("no_story")
    return _article(raw, found, story)


def as_raw(article: CleanArticle) -> RawArticle:
    """The clean article as a raw one, as plain text: cleaning it again changes nothing."""
    return RawArticle(
        article_id=article.article_id, url=article.url, source=article.publisher, title=article.title,
        body=article.body, content_type="text/plain", language=article.language.code,
        published_at=article.published_at, fetched_at=article.fetched_at, entities=article.entities,
    )  # fmt: skip


def lines_of(raw: RawArticle) -> list[tuple[int, str]]:
    """Every line that a reader of the raw article could see, with its place in the raw body, in order.

    Raises:
        Rejected: ``too_large``, for more tags or deeper nesting than a page has.
    """
    whole = Traced.of(raw.body)
    body = markup.unescaped(whole)
    texts = [text.through(body) for text in markup.scan(body.text).text.lines()] if _is_html(raw) else [whole]
    lines = [line for text in texts for line in ordered(text).lines()]
    return [(line.raw_span(0, 1)[0], line.text) for line in lines]


def _is_html(raw: RawArticle) -> bool:
    return raw.content_type == "text/html" or (raw.content_type is None and markup.is_html(raw.body))


def _page_of(raw: RawArticle) -> page.Page:
    if not _is_html(raw):
        return page.Page(layout.unwrapped(ordered(Traced.of(raw.body))).lines(), [], metadata.NOTHING)
    body = markup.unescaped(Traced.of(raw.body))
    found = page.read(body.text)
    if body.text != raw.body:
        found = found._replace(story=[line.through(body) for line in found.story])
    return found._replace(story=[line for text in found.story for line in ordered(text).lines()])


def _reduced(lines: list[Traced], title: str | None) -> Story:
    """The rules applied until they find nothing more, so that a clean body is left as it is when it comes again."""
    story = Story(lines, [], title)
    for _ in range(MAX_PASSES):
        again = _pass(story)
        if _same(again, story):
            again = story._replace(lines=[part for line in story.lines for part in ordered(line).lines()])
            if _same(again, story):
                break
        story = again
    return story


def _same(first: Story, second: Story) -> bool:
    return [line.text for line in first.lines] == [line.text for line in second.lines]


def _pass(story: Story) -> Story:
    """One application of all rules."""
    story = _standing_dateline(story)
    cuts = list(story.cuts)
    lines = []
    for line in story.lines:
        rest, parts = rules.without_parts(line)
        cuts += parts
        if rest.text:
            lines.append(rest)
    lines, gone = rules.without_lines(lines)
    found = layout.shaped(lines, story.headline)
    cuts += gone + found.cuts
    return _without_dateline(story._replace(lines=found.lines, cuts=cuts, headline=story.headline or found.headline))


def _standing_dateline(story: Story) -> Story:
    """The story without a dateline that has a line of its own above the text; the first that is found counts."""
    lines = story.lines
    above = lines[: min(rules.zone(lines).first, _TOP_LINES)] if len(lines) > 1 else []
    for number, line in enumerate(above):
        head = dateline.find(line.text)
        if head and head.length == len(line.text):
            cuts = [*story.cuts, rules.Cut(line.text, "dateline")]
            found = story._replace(lines=[*lines[:number], *lines[number + 1 :]], cuts=cuts)
            return found if story.head else found._replace(head=head, head_text=line.text)
    return story


def _without_dateline(story: Story) -> Story:
    """The story without the datelines that it begins with; the first that is found counts."""
    line = story.lines[0] if story.lines else None
    heads = dateline.run(line.text) if line else []
    if line is None or not heads:
        return story
    done = sum(head.length for head in heads)
    cuts = [*story.cuts, rules.Cut(line.text[:done].strip(), "dateline")]
    found = story._replace(lines=[line.part(done, len(line.text)).stripped(), *story.lines[1:]], cuts=cuts)
    return found if story.head else found._replace(head=heads[0], head_text=line.text)


def _article(raw: RawArticle, found: page.Page, story: Story) -> CleanArticle:
    lines, truncated = _bounded(story.lines)
    body = joined(lines, BREAK)
    known = raw.published_at or found.facts.published_at
    head = _dateline(story, known or raw.fetched_at)
    published_at, basis = _published(raw, found, head)
    return CleanArticle(
        article_id=article_id_of(raw),
        fingerprint=fingerprint.fingerprint(body.text),
        similarity=fingerprint.signature(body.text),
        body=body.text,
        paragraphs=tuple(_spans(lines)),
        url=raw.url,
        publisher=raw.source or found.facts.publisher,
        author=found.facts.author,
        title=raw.title or story.headline,
        language=language.language_of(body.text, raw.language),
        published_at=published_at,
        published_basis=basis,
        fetched_at=raw.fetched_at,
        dateline=head,
        entities=raw.entities,
        removed=_removed([*story.cuts, *found.cuts]),
        source_map=tuple(
            MappedSpan(clean=piece.at, raw=piece.raw, length=piece.length, raw_length=piece.raw_length)
            for piece in body.pieces
        ),
        truncated=truncated,
    )


def _removed(cuts: Iterable[tuple[str, str]]) -> tuple[Removed, ...]:
    """The pieces taken out, bounded in number and length."""
    shown = (Removed(text=text[:MAX_REMOVED_TEXT], reason=rule) for text, rule in cuts if text)
    return tuple(piece for piece, _ in zip(shown, range(MAX_REMOVED), strict=False))


def _bounded(lines: list[Traced]) -> tuple[list[Traced], bool]:
    """The paragraphs that fit into the bound, and whether some did not; at least the beginning of the first."""
    size = 0
    kept: list[Traced] = []
    for line in lines:
        size += len(line.text.encode("utf-8", "replace")) + len(BREAK)
        if size > MAX_CLEAN_BYTES:
            return kept or [_shortened(line)], True
        kept.append(line)
    return kept, False


def _shortened(line: Traced) -> Traced:
    """As much of a paragraph as fits into the bound, cut at a space where there is one."""
    room = MAX_CLEAN_BYTES - len(BREAK)
    text = line.text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
    return line.part(0, len(text.rsplit(" ", 1)[0]) or len(text)).stripped()


def _spans(lines: Iterable[Traced]) -> Iterable[Span]:
    start = 0
    for line in lines:
        yield Span(start=start, end=start + len(line.text))
        start += len(line.text) + len(BREAK)


def _dateline(story: Story, known: datetime | None) -> Dateline | None:
    if story.head is None:
        return None
    return dateline.described(story.head_text, story.head, known.date() if known else None)


def _published(raw: RawArticle, found: page.Page, head: Dateline | None) -> tuple[datetime | None, Basis]:
    if raw.published_at:
        return raw.published_at, "message"
    if found.facts.published_at:
        return found.facts.published_at, "page"
    if head and head.date:
        return datetime.combine(date.fromisoformat(head.date), datetime.min.time(), UTC), "dateline"
    return None, "none"
