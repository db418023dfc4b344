"""How much of anything the cleaning stage takes on. Every number has its reason; none is a setting."""

MAX_RAW_BYTES = 2_000_000
"""UTF-8 bytes of a raw body; more is refused as ``too_large``. The longest news pages seen are under half of it."""

MAX_CLEAN_BYTES = 200_000
"""UTF-8 bytes of a clean body; the rest is cut at a paragraph and ``truncated`` set. About 33,000 English words."""

MAX_TAGS = 60_000
"""Tags of a page. A news page has 1,000 to 10,000; parsing cost grows with it."""

MAX_DEPTH = 250
"""Nesting of elements. Real pages stay under 60; lxml itself gives up at 256 without its huge-tree option."""

MAX_REMOVED = 500
"""Pieces listed in ``removed``; a page with more furniture lists the first ones."""

MAX_REMOVED_TEXT = 1_000
"""Characters kept of one removed piece: enough to see what it was."""

MAX_PASSES = 100
"""Times the rules are applied again to their own result; in practice the second finds nothing to do. A text made to
defy them (thirty datelines, a line each) takes one a line."""
