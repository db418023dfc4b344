"""Remarks on a whole clause: what is told stays told, and who remarks on it does so."""

import pytest

from tests.unit.agents.extraction.reading import predicate, read, who

REMARKS = [
    ("Chad accused Sudan of shelling its villages, a charge Khartoum denies.", "accuse", "TCD > SDN"),
    ("Chad accused Sudan of shelling its villages, a charge Khartoum denies.", "deny", "SDN > TCD"),
    ("India accuses Pakistan of sheltering militants, a charge Islamabad strongly denies.", "accuse", "IND > PAK"),
    ("Khalifa Haftar accused the United Arab Emirates of greed, a charge Abu Dhabi denies.", "deny", "ARE > LBY"),
    ("Kyiv says Belarus trained the crews - allegations Minsk denies.", "deny", "BLR > UKR"),
    ("Kenya says that Uganda sent the boats to Somalia, claims Kampala has called baseless.", "call", "UGA > KEN"),
    ("Oman bombed a port in Yemen, strikes Aden condemned.", "condemn", "YEM > OMN"),
    ("Kenya says that Chad is arming rebels, a charge Ndjamena rejects.", "reject", "TCD > KEN"),
    # with "that" the parser finds it by itself
    ("Chad accused Sudan of shelling its villages, a charge that Khartoum denies.", "deny", "SDN > TCD"),
]


@pytest.mark.parametrize(("body", "lemma", "expected"), REMARKS)
def test_a_remark_hangs_on_the_noun_that_resumes_the_clause(body: str, lemma: str, expected: str) -> None:
    found = read(body)
    one = predicate(found, lemma)
    assert f"{who(found, one.sources)} > {who(found, one.targets)}".strip() == expected


@pytest.mark.parametrize(
    ("body", "governance"),
    [
        ("Chad accused Sudan of theft, a charge Khartoum denies.", None),
        ("Chad accused Sudan of theft, a charge that Khartoum denies.", None),
        ("Chad, the report says, accused Sudan of theft.", None),
        ("The charge that Chad accused Sudan of is theft.", "relative"),
    ],
)
def test_what_is_told_stands_by_itself(body: str, governance: str | None) -> None:
    assert predicate(read(body), "accuse").governance == governance
