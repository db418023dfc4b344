"""Exit codes are part of the command line's contract: distinct, and each in the help."""

from typer.testing import CliRunner

from streams.cli import application
from streams.problems import CODES, Problem


def test_every_kind_of_problem_has_a_code_of_its_own() -> None:
    assert len({kind.exit_code for kind in CODES}) == len(CODES)


def test_every_direct_kind_of_problem_is_listed() -> None:
    assert {kind for kind in Problem.__subclasses__() if kind.__module__ == Problem.__module__} == set(CODES) - {
        Problem
    }


def test_the_help_tells_every_exit_code() -> None:
    told = " ".join(CliRunner().invoke(application(), ["--help"], env={"COLUMNS": "200"}).output.split())
    for kind in CODES:
        assert f"{kind.exit_code} " in told.split("Exit codes:")[1]
