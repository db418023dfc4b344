"""What the pool and its worker processes say to each other: frames of JSON on a pipe, each led by its length."""

import struct
from typing import Any, Final

import orjson

from agents.errors import Rejected, RejectReason
from schemas import CleanArticle, ExtractedArticle

LENGTH: Final = struct.Struct(">I")
"""A frame's length in bytes comes first, as four bytes, the highest first."""


def frame(value: object) -> bytes:
    """A JSON-ready value as a frame."""
    payload = orjson.dumps(value)
    return LENGTH.pack(len(payload)) + payload


def request(articles: list[CleanArticle]) -> bytes:
    """A batch of articles as a frame."""
    return frame([article.to_wire() for article in articles])


def read_request(payload: bytes) -> list[CleanArticle]:
    """The articles of a batch."""
    return [CleanArticle.model_validate(value) for value in orjson.loads(payload)]


def reply(results: list[ExtractedArticle | Rejected]) -> bytes:
    """The results of a batch as a frame, in the batch's order."""
    return frame([_outcome(result) for result in results])


def read_reply(payload: bytes) -> list[ExtractedArticle | Rejected]:
    """The results of a batch."""
    return [_result(value) for value in orjson.loads(payload)]


def _outcome(result: ExtractedArticle | Rejected) -> dict[str, Any]:
    if isinstance(result, Rejected):
        return {"reason": result.reason, "explanation": str(result)}
    return {"article": result.to_wire()}


def _result(value: dict[str, Any]) -> ExtractedArticle | Rejected:
    if "article" in value:
        return ExtractedArticle.model_validate(value["article"])
    reason: RejectReason = value["reason"]
    return Rejected(reason, value["explanation"])
