"""Places in the text that speak of actors: found, delimited, resolved to a country and a part of its society."""

from agents.extraction.mentions.mention import Description, Mention, MentionMap

__all__ = ["Description", "Mention", "MentionMap"]
