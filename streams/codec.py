"""From bytes to a validated message, with the reason where that fails. Never quotes the message's content."""

from typing import TypeVar

import orjson
from pydantic import ValidationError

from agents.errors import Rejected
from schemas import Message

M = TypeVar("M", bound=Message)
PROBLEMS_TOLD = 3


def decode(kind: type[M], value: bytes | None, max_bytes: int) -> M:
    """Read a message of a kind.

    Raises:
        Rejected: ``decode_error`` (null, not UTF-8 or not JSON), ``schema_invalid`` or ``too_large``.
    """
    if value is None:
        raise Rejected("decode_error", "the value is null")
    if len(value) > max_bytes:
        raise Rejected("too_large", f"{len(value)} bytes where {max_bytes} are allowed")
    try:
        return kind.model_validate(orjson.loads(value))
    except orjson.JSONDecodeError as error:
        raise Rejected("decode_error", f"not UTF-8 JSON: {error.msg} at character {error.pos}") from error
    except ValidationError as error:
        raise Rejected("schema_invalid", _problems(kind, error)) from error


def _problems(kind: type[Message], error: ValidationError) -> str:
    """The first few problems, by place and rule; not the values, which may be anybody's text."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    told = (f"{'.'.join(map(str, problem['loc'])) or 'message'}: {problem['msg']}" for problem in found[:PROBLEMS_TOLD])
    return f"not a {kind.noun}: {'; '.join(told)}"
