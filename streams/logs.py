"""Structured logs on standard error: one JSON object a line, or lines for people. Never the body of a message."""

import logging
import sys

import structlog
from structlog.typing import Processor

from streams.settings import Settings

LIBRARIES = ("faust", "mode", "aiokafka", "kafka", "asyncio", "aiohttp.access")
"""Loggers that speak at INFO of things that matter to nobody but their developers."""


def configure(settings: Settings, **always: str) -> None:
    """Send our own and the libraries' logs through one form; ``always`` is bound to every line of ours."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(settings, shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    _quieten(settings)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**always)


def _formatter(settings: Settings, shared: list[Processor]) -> logging.Formatter:
    last: list[Processor]
    if settings.log_format == "json":
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        # Other ways to print an exception print local variables too, and with them the bodies of messages.
        plain = structlog.dev.plain_traceback
        last = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def _quieten(settings: Settings) -> None:
    level = logging.DEBUG if settings.log_level == "DEBUG" else logging.WARNING
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(level)
