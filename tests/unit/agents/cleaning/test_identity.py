"""The ids of articles that came without one, and what it costs to ask for them."""

import subprocess
import sys

import pytest

import agents.cleaning

ONLY_IDS = "import sys; from agents.cleaning import article_id_of, decode; sys.exit('trafilatura' in sys.modules)"


def test_an_id_is_had_without_loading_what_cleans() -> None:
    assert subprocess.run([sys.executable, "-c", ONLY_IDS], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize("name", agents.cleaning.__all__)
def test_every_name_that_is_offered_is_there(name: str) -> None:
    assert callable(getattr(agents.cleaning, name))


def test_no_other_name_is() -> None:
    with pytest.raises(AttributeError, match="no attribute 'cleanse'"):
        _ = agents.cleaning.cleanse
