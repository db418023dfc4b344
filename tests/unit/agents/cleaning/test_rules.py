"""The rules of removal: each with examples that go and near misses that stay, and none that can be made slow."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # the parsed form of a pattern has no public module
from re import _parser as sre_parser  # type: ignore[attr-defined]  # as above: the only way to look inside one
from typing import Any

import pytest

from agents.cleaning import clean
from agents.cleaning.data import read
from agents.cleaning.markup import scan
from agents.cleaning.page import element_rule
from agents.cleaning.rules import MAX_LINE, Rule, rules
from schemas import RawArticle

STORY = "The foreign ministers of Peru and Chile met in Lima on Monday and agreed to reopen the border."
MORE = "Both governments said that trucks would pass again from Friday, when the new customs house opens."
ADVERSARIAL = (
    "a", "A", "A ", "A.", "Ab ", "by ", "By A", "1 ", "12:", "#a", "#a ", "(", "(photo ", "[read ", "- ", ".",
    "\u00b7 ", "share ", "share, ", "May ", "world ", "home ", "published: ", "x@x.", "@a ", "http://", "cookies ",
    "/", "/AP ", "subscribe ", "from ", " ", "\u00e9",
)  # fmt: skip


def worded() -> list[Rule]:
    return [rule for rule in rules() if rule.kind != "shape"]


def examples(which: str) -> Iterator[Any]:
    for rule in worded():
        for text in rule.removes if which == "removes" else rule.keeps:
            yield pytest.param(rule, text, id=f"{rule.id}: {text[:40]}")


def document(rule: Rule, text: str) -> str:
    """The example in a story, at the place for which the rule is meant."""
    lines = [text, STORY, MORE] if rule.where == "top" else [STORY, MORE, text]
    return "\n\n".join(lines if rule.where != "any" or rule.kind == "rest" else [STORY, text, MORE])


def removed(body: str) -> dict[str, str]:
    article = clean(RawArticle(body=body, content_type="text/plain", title="A title"))
    assert STORY in article.body
    return {piece.text: piece.reason for piece in article.removed}


@pytest.mark.parametrize(("rule", "text"), list(examples("removes")))
def test_an_example_goes(rule: Rule, text: str) -> None:
    found = removed(document(rule, text))
    assert found, "nothing was removed"
    if rule.kind == "part":
        assert rule.id in found.values()
    else:
        assert text in found
        assert rule.pattern.fullmatch(text)


@pytest.mark.parametrize(("rule", "text"), list(examples("keeps")))
def test_a_near_miss_stays(rule: Rule, text: str) -> None:
    assert not (rule.pattern.search(text) if rule.kind == "part" else rule.pattern.fullmatch(text))
    body = "\n\n".join([STORY, text, MORE])
    article = clean(RawArticle(body=body, content_type="text/plain", title="A title"))
    assert text in article.body, [piece.reason for piece in article.removed]


def test_every_rule_has_a_reason_and_an_example() -> None:
    assert all(rule.why.endswith(".") for rule in rules())
    assert [rule.id for rule in worded() if not rule.removes or not rule.keeps] == []
    assert [name for name, count in Counter(rule.id for rule in rules()).items() if count > 1] == []


def element_examples(which: str) -> Iterator[Any]:
    for row in read("element_rules.yaml"):
        for tag in row[which]:
            yield pytest.param(row["id"], tag, id=f"{row['id']}: {tag}")


def rule_of_tag(tag: str) -> str | None:
    element = scan(f"{tag}text").holders[-1]
    return element_rule(element.name, element.labels)


@pytest.mark.parametrize(("rule", "tag"), list(element_examples("removes")))
def test_an_element_goes(rule: str, tag: str) -> None:
    assert rule_of_tag(tag) == rule


@pytest.mark.parametrize(("rule", "tag"), list(element_examples("keeps")))
def test_an_element_of_a_like_name_stays(rule: str, tag: str) -> None:
    assert rule_of_tag(tag) != rule


def repeats(tree: Iterable[Any]) -> Iterator[tuple[object, int, Iterable[Any]]]:
    """Every repetition of a parsed pattern: its kind, its most, its inside."""
    for operation, argument in tree:
        if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT}:
            yield operation, int(argument[1]), argument[2]
        for inner in insides(operation, argument):
            yield from repeats(inner)


def insides(operation: object, argument: Sequence[Any]) -> list[Any]:
    if operation is sre.BRANCH:
        return list(argument[1])
    if operation is sre.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part]
    if operation in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT, sre.SUBPATTERN, sre.ASSERT, sre.ASSERT_NOT}:
        return [argument[-1]]
    return [argument] if operation is sre.ATOMIC_GROUP else []


@pytest.mark.parametrize("rule", worded(), ids=lambda rule: rule.id)
def test_a_repetition_that_holds_another_gives_nothing_back(rule: Rule) -> None:
    for kind, most, inside in repeats(sre_parser.parse(rule.pattern.pattern, re.IGNORECASE)):
        if any(inner > 1 for _, inner, _ in repeats(inside)) and most > 3:
            assert kind is sre.POSSESSIVE_REPEAT


@pytest.mark.parametrize("rule", worded(), ids=lambda rule: rule.id)
def test_hostile_lines_come_to_an_end(rule: Rule) -> None:
    for piece in ADVERSARIAL:
        line = (piece * MAX_LINE)[: MAX_LINE - 1] + "!"
        assert rule.pattern.fullmatch(line + "\n") is None
        assert rule.pattern.search(line, MAX_LINE) is None or rule.kind != "part"


def test_an_unbounded_repetition_is_rare() -> None:
    unbounded = {
        rule.id for rule in worded() for _, most, _ in repeats(sre_parser.parse(rule.pattern.pattern)) if most > 1000
    }
    assert unbounded == set()
