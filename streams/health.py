"""What a worker tells of itself over HTTP: ``/metrics``, ``/healthz``, ``/readyz``, ``/version``."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from streams.problems import PortTaken

Checks = Callable[[], Mapping[str, bool]]
"""What must hold for the worker to be ready, by name."""
PORT_FILE = "http.json"


class HealthServer:
    """The server, for the time of a ``with``. ``/healthz`` answers as long as the event loop turns; it asks no one."""

    def __init__(
        self, *, host: str, port: int, registry: CollectorRegistry, ready: Checks, versions: Mapping[str, str],
        resume: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        self._host = host
        self.port = port
        self._registry = registry
        self._ready = ready
        self._resume_work = resume
        self._versions = dict(versions)
        self._runner = web.AppRunner(self._app(), access_log=None)

    async def __aenter__(self) -> Self:
        """Listen; ``port`` then is the port that was bound.

        Raises:
            PortTaken: somebody else listens there.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTaken(
                f"cannot listen on {self._host}:{self.port} ({error.strerror}); set COMMUNIQUE_HTTP_PORT to a free port"
            ) from error
        self.port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/version", self._version)
        app.router.add_post("/resume", self._resume)
        return app

    async def _metrics(self, request: web.Request) -> web.Response:
        del request
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _healthz(self, request: web.Request) -> web.Response:
        del request
        return web.json_response({"alive": True})

    async def _readyz(self, request: web.Request) -> web.Response:
        del request
        checks = dict(self._ready())
        return web.json_response(checks, status=200 if all(checks.values()) else 503)

    async def _resume(self, request: web.Request) -> web.Response:
        """Close the breaker, for who runs on this very machine or in this container: ``{"resumed": true}``."""
        own = request.transport.get_extra_info("sockname")[0] if request.transport else None
        if request.remote != own:
            raise web.HTTPForbidden(text="only from the worker's own machine: `communique resume STAGE` there")
        return web.json_response({"resumed": self._resume_work()})

    async def _version(self, request: web.Request) -> web.Response:
        del request
        return web.json_response(self._versions)


def write_port_file(folder: Path, host: str, port: int) -> Path:
    """Leave word of where a worker serves, for the launcher: ``{"pid", "host", "port"}``."""
    folder.mkdir(parents=True, exist_ok=True)
    file, draft = folder / PORT_FILE, folder / f"{PORT_FILE}.{os.getpid()}"
    draft.write_text(json.dumps({"pid": os.getpid(), "host": host, "port": port}))
    return draft.replace(file)
