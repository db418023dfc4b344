"""A replay in place, for real: the pipeline is stopped, its groups are moved back, and it reads all of it again."""

from contextlib import closing
from pathlib import Path

import pytest

from streams import kafka
from streams.local import identity
from streams.topology import EVENTS, MENTIONS, RAW, STAGES
from tests.support.articles import articles
from tests.support.console import Run
from tests.support.processes import environment, settle, whole_pipeline
from tests.support.topics import Sent, admin, compacted, count, read, send

AGES = "36500"
"""Days; the articles are of fixed dates, and none of their events is to be forgotten meanwhile."""
ARTICLES = 20


def forget_workers(bootstrap: str, folder: Path) -> None:
    """Do as the supervisor does for dead workers: those of an embedded broker never leave their group by themselves."""
    with closing(admin(bootstrap)) as client:
        for stage in STAGES:
            kafka.remove_members(client, stage.group, f"communique-{stage.name}-{identity(folder)}-0")


def heads(bootstrap: str) -> dict[str, int]:
    return {stage.source.name: count(bootstrap, stage.source.name) for stage in STAGES}


@pytest.mark.slow
def test_reading_all_again_changes_nothing_that_is_published(bootstrap: str, communique: Run, tmp_path: Path) -> None:
    settings = environment(bootstrap, tmp_path, keep_days=AGES)
    with whole_pipeline(settings):
        send(bootstrap, RAW.name, [Sent(str(one.article_id).encode(), one.to_bytes()) for one in articles(ARTICLES)])
        settle(bootstrap)
    forget_workers(bootstrap, tmp_path)
    before, were = compacted(read(bootstrap, EVENTS.name)), heads(bootstrap)
    assert before
    for stage in STAGES[2:]:
        communique("replay", stage.name, "--since", "1d", "--in-place", "--execute")
    assert sum(row["lag"] for row in communique("lag", "publishing", "--json").values) == were[MENTIONS.name]
    with whole_pipeline(settings):
        settle(bootstrap)
    assert compacted(read(bootstrap, EVENTS.name)) == before
    assert heads(bootstrap) == {**were, MENTIONS.name: 2 * were[MENTIONS.name]}
