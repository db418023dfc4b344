"""Where an article quotes."""

import pytest

from agents.extraction.quotes import Quotes


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ('He said "we go" and left.', ["we go"]),
        ("He said \u201cwe go\u201d and left.", ["we go"]),
        ("'We will go,' he said, 'in the ministers' car.'", ["We will go,"]),
        ("The ministers' plans and Iran's plans failed.", []),
    ],
)
def test_quotations(body: str, quoted: list[str]) -> None:
    found = [body[start:end] for start, end in Quotes(body).spans]
    assert found[: len(quoted) or None] == quoted
