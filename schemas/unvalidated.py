"""Parts of messages made without validating them, for values that our own rules have just worked out.

An article has hundreds of parts, and validating them one by one takes as long as finding what they say. Types are held
by mypy, and every message is validated where it enters the next process; nothing else may be made in this way.
"""

from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)
_DICT, _FIELDS, _EXTRA, _PRIVATE = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""What sets the four slots of a model, also of a frozen one, in half the time of ``object.__setattr__``."""


def unvalidated(model: type[Model], values: dict[str, Any], told: AbstractSet[str]) -> Model:
    """A model with these values and no others, as they are; it keeps ``values`` and ``told`` themselves.

    Args:
        model: a model without extra or private values.
        values: all its fields by name, in the model's order, in which messages are written.
        told: the names of those that count as given; several parts may share one frozen set, which
            ``model_copy`` then cannot update.
    """
    part = model.__new__(model)
    _DICT(part, values)
    _FIELDS(part, told)
    _EXTRA(part, None)
    _PRIVATE(part, None)
    return part
