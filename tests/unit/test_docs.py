"""The pages of ``docs/`` against the tree: what they name exists, and a stage's page tells of each of its modules."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
FILE = re.compile(r"`([\w./*-]+\.(?:py|yaml|yml|csv|tsv|md|sh|jsonl?|npz))`")
FOLDERS = ("agents", "streams", "schemas", "tests", "deploy", "docs", "examples")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")


def named(page: Path) -> set[str]:
    """The files that a page sets in code font."""
    return set(FILE.findall(page.read_text(encoding="utf-8")))


def exists(name: str) -> bool:
    """Whether there is such a file, from the root or, as pages shorten paths, somewhere below our folders."""
    patterns = (name, *(f"{folder}/**/{name}" for folder in FOLDERS))
    return any(next(ROOT.glob(pattern), None) is not None for pattern in patterns)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    assert sorted(name for name in named(page) if not exists(name)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("stage", ["extraction", "classification"])
def test_the_page_of_a_stage_tells_of_each_of_its_modules(stage: str) -> None:
    told = {Path(name).name for name in named(ROOT / "docs" / f"{stage}.md")}
    modules = {path.name for path in (ROOT / "agents" / stage).glob("*.py")} - {"__init__.py"}
    assert sorted(modules - told) == []
