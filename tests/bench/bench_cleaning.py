"""How fast cleaning is, a core, and whether its memory stays bounded: ``python -m tests.bench cleaning``.

Plain articles are the gold dumps lengthened to about 200 words with other gold stories; pages are the gold pages with
the weight that real ones have: a menu of 150 links and 30 kB of scripts. Plain trafilatura on the same pages, in the
same run, is the yardstick. Hostile lines show that no rule can be made slow. Times are processor time of one thread.
"""

import argparse
import gc
import itertools
import sys
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

import psutil
import trafilatura

from agents.cleaning import clean
from agents.cleaning.rules import MAX_LINE, rules
from agents.errors import Dropped, Rejected
from schemas import RawArticle
from tests.gold.cleaning.score import gold, raw_text
from tests.unit.agents.cleaning.test_rules import ADVERSARIAL

T = TypeVar("T")
WANTED = {"plain articles": 300.0, "pages": 40.0}
"""Documents a second a core that were promised."""
ROUNDS = 3
WORDS = 200
PAGE_EVERY = 50
_MENU = "".join(
    f'<li class="menu-item m{n}"><a href="/section/{n}" data-n="{n}">Section {n}</a></li>' for n in range(150)
)
_SCRIPT = "<script>" + "window.q=window.q||[];q.push({a:1,b:[1,2,3]});" * 650 + "</script>"


def plain_articles() -> list[RawArticle]:
    """Text dumps of about 200 words, furniture included."""
    stories = itertools.cycle(row["body"] for row in gold())
    articles = []
    for row in gold():
        if row["kind"] == "dump":
            text = raw_text(row)
            while len(text.split()) < WORDS:
                text = f"{next(stories)}\n\n{text}"
            articles.append(RawArticle(body=text))
    return articles


def pages() -> list[RawArticle]:
    """Pages of about 45 kB."""
    texts = (raw_text(row) for row in gold() if row["kind"] == "page")
    return [RawArticle(body=_weighty(text), content_type="text/html") for text in texts]


def _weighty(page: str) -> str:
    menu = f'<div class="menu"><ul>{_MENU}</ul></div>'
    start = page.lower().find("<body")
    place = page.find(">", start) + 1 if start >= 0 else 0
    return page[:place] + _SCRIPT + menu + page[place:]


def rate(work: Callable[[T], object], items: list[T]) -> float:
    """Items a second of processor time, the best of some rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        for item in items:
            work(item)
        best = max(best, len(items) / (time.process_time() - start))
    return best


def outcome(article: RawArticle) -> object:
    """Clean, or be refused."""
    try:
        return clean(article)
    except (Rejected, Dropped) as refusal:
        return refusal


def slowest_line() -> tuple[str, float]:
    """The rule that takes longest over a hostile line, and how long, in microseconds."""
    lines = [(piece * MAX_LINE)[: MAX_LINE - 1] + "!" for piece in ADVERSARIAL]
    found = []
    for rule in rules():
        for line in lines:
            start = time.process_time()
            rule.pattern.search(line) if rule.kind == "part" else rule.pattern.fullmatch(line)
            found.append((rule.id, (time.process_time() - start) * 1e6))
    return max(found, key=lambda row: row[1])


def memory(count: int) -> list[tuple[int, float]]:
    """Resident memory in MiB after so many distinct documents, one page in fifty."""
    process = psutil.Process()
    plain, heavy = itertools.cycle(plain_articles()), itertools.cycle(pages())
    marks = {count // 10, count // 2, count}
    found = []
    for number in range(1, count + 1):
        article = next(heavy if number % PAGE_EVERY == 0 else plain)
        mark = f"In case {number} the court of Lima heard {number * 7} witnesses.\n\n"
        body = (
            article.body.replace("</h1>", f"</h1><p>{mark}</p>", 1) if number % PAGE_EVERY == 0 else mark + article.body
        )
        outcome(article.model_copy(update={"body": body}))
        if number in marks:
            gc.collect()
            found.append((number, process.memory_info().rss / 2**20))
    return found


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows in columns."""
    return "\n".join("  ".join(f"{cell:<24}" if not n else f"{cell:>14}" for n, cell in enumerate(row)) for row in rows)


def speed() -> list[tuple[str, ...]]:
    """The rates beside what was promised and beside trafilatura alone."""
    plain, heavy = plain_articles(), pages()
    outcome(plain[0])
    outcome(heavy[0])
    rates = {"plain articles": rate(outcome, plain), "pages": rate(outcome, heavy)}
    alone = rate(lambda page: trafilatura.extract(page.body, with_metadata=True), heavy)
    sizes = {"plain articles": plain, "pages": heavy}
    rows: list[tuple[str, ...]] = [("", "documents", "mean kB", "a second", "wanted")]
    for name, found in rates.items():
        size = sum(len(article.body) for article in sizes[name]) / len(sizes[name]) / 1000
        rows.append((name, str(len(sizes[name])), f"{size:.1f}", f"{found:.0f}", f"{WANTED[name]:.0f}"))
    rows.append(
        ("pages, trafilatura alone", str(len(heavy)), "", f"{alone:.0f}", f"ratio {rates['pages'] / alone:.2f}")
    )
    return rows


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=50_000, help="for the memory figure; 0 leaves it out")
    arguments = parser.parse_args()
    sys.stdout.write(table(speed()) + "\n")
    name, spent = slowest_line()
    sys.stdout.write(
        f"slowest rule on {len(ADVERSARIAL)} hostile lines of {MAX_LINE} characters: {name}, {spent:.0f} us\n"
    )
    if arguments.documents:
        marks = ", ".join(f"{size:.0f} MiB after {count:,}" for count, size in memory(arguments.documents))
        sys.stdout.write(f"resident memory: {marks} documents\n")


if __name__ == "__main__":
    main()
