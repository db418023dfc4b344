"""The articles of ``communique demo``, read from the index beside them."""

from pathlib import Path
from typing import Any

import yaml

from agents.cleaning import article_id_of
from schemas import RawArticle

FOLDER = Path(__file__).parent
NOT_SENT = frozenset({"file", "copy_of", "shows"})
"""Fields of the index that explain it and are no part of an article."""


def samples() -> list[RawArticle]:
    """The sample articles in the order of the index, each with its id."""
    index: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / "index.yaml").read_text(encoding="utf-8"))
    return [_article(entry) for entry in index["articles"]]


def _article(entry: dict[str, Any]) -> RawArticle:
    fields = {name: value for name, value in entry.items() if name not in NOT_SENT}
    article = RawArticle(body=(FOLDER / entry["file"]).read_text(encoding="utf-8"), **fields)
    return article.model_copy(update={"article_id": article_id_of(article)})
