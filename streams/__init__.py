"""How it runs: the topology, its Faust apps, the guard around every agent, and what operators see of them.

``from streams import Subscriber`` is for programs that read the event feed; it is loaded only when it is asked for.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from streams.subscriber import Selection, Subscriber, Update

__all__ = ["Selection", "Subscriber", "Update"]


def __getattr__(name: str) -> object:
    """Load the subscriber when it is first asked for: workers and most commands do without it."""
    if name not in __all__:
        raise AttributeError(f"module 'streams' has no attribute {name!r}")
    from streams import subscriber  # noqa: PLC0415 - loaded on demand, as said above

    value: object = getattr(subscriber, name)
    return value
