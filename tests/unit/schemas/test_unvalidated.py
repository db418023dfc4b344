"""Parts that are made without validation are whole models: they compare, copy, pickle and write like any other."""

import pickle
from copy import deepcopy

from schemas import Location
from schemas.unvalidated import unvalidated

GIVEN = Location(name="Arusha", country="TZA")
MADE = unvalidated(Location, dict(vars(GIVEN)), frozenset(GIVEN.model_fields_set))


def test_it_is_what_validation_makes() -> None:
    assert MADE == GIVEN
    assert hash(MADE) == hash(GIVEN)
    assert MADE.model_dump_json() == GIVEN.model_dump_json()
    assert MADE.model_fields_set == {"name", "country"}


def test_it_can_be_copied_and_sent_to_another_process() -> None:
    assert deepcopy(MADE) == GIVEN
    assert MADE.model_copy() == GIVEN
    assert pickle.loads(pickle.dumps(MADE)) == GIVEN
