"""The id of an article that came without one: a function of what it is, so that it is the same whenever it comes."""

from uuid import NAMESPACE_URL, UUID, uuid5

from schemas import RawArticle

BODY_NAMESPACE = UUID("6f0e4c1a-7f0b-5f64-9c3a-2d1f6d1b8e57")
"""Namespace of the ids of articles that have neither an id nor a url: uuid5 of their raw body in it."""


def article_id_of(raw: RawArticle) -> str:
    """The message's id, else uuid5 of the url (in the URL namespace), else of the raw body."""
    if raw.article_id:
        return raw.article_id
    if raw.url:
        return str(uuid5(NAMESPACE_URL, raw.url.encode("utf-8", "replace").decode("utf-8")))
    return str(uuid5(BODY_NAMESPACE, raw.body.encode("utf-8", "replace").decode("utf-8")))
