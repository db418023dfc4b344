"""The version of the pipeline that is installed, as dead letters, heartbeats and ``/version`` tell it."""

from functools import cache
from importlib.metadata import version


@cache
def pipeline_version() -> str:
    """The distribution's version, for instance ``0.1.0``."""
    return version("communique")
