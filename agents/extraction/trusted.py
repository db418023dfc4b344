"""Makes the parts of a message without validating each of them: our own rules have just worked out their values."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from pydantic import BaseModel

from schemas.unvalidated import unvalidated

Given = ParamSpec("Given")
Model = TypeVar("Model")


def trusted(model: Callable[Given, Model]) -> Callable[Given, Model]:
    """A constructor of a model that takes its fields by name, as they are, and adds the defaults of the others.

    Who gives all of them gives them in the model's order, in which messages are written.

    Args:
        model: a pydantic model whose defaults are constants, without validators that change a value.
    """
    made_of = cast("type[BaseModel]", model)
    # In the order of the fields, also those without a default: a message is written in the order of this dictionary.
    defaults = {name: field.default for name, field in made_of.model_fields.items()}
    fields, count = frozenset(defaults), len(defaults)

    def make(*_: Given.args, **given: Given.kwargs) -> Any:  # noqa: ANN401 - the model, which only the caller knows
        return unvalidated(made_of, given if len(given) == count else defaults | given, fields)

    return make
