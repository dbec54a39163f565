"""The HTTP interface (docs/reference/http.md)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from aiohttp import web

from viva.audio.recording import peaks
from viva.call.log import LogError, read_log
from viva.call.view.call import CallView, view
from viva.channels.protocol import CALL_PATH, SERVER_FULL, BadRequest, parse_query
from viva.errors import VivaError
from viva.ops.store import CallRow, Store, StoreError
from viva.server.directory import Directory
from viva.server.problems import problem
from viva.server.saying import Saying
from viva.server.voice_curves import VoiceCurves
from viva.server.worker_stats import stats

STATIC = Path(str(files("viva.server") / "static"))
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; "
    "frame-ancestors 'none'",
    # An upgraded server's pages and modules belong together.
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
MAX_LIMIT = 500
MAX_WIDTH = 20_000
MAX_PART = 10_000
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Api:
    """Handlers over one process's directory of bots and calls."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._curves = VoiceCurves()
        self._saying = Saying(directory.hosts)

    def application(self) -> web.Application:
        app = web.Application(middlewares=[_guard])
        app.add_routes(
            [
                web.get("/", _page("index.html")),
                web.get("/calls", _page("calls.html")),
                web.get("/calls/{id}", _page("callpage.html")),
                web.get("/say", _page("say.html")),
                web.get("/api/bots", self._bots),
                web.get("/api/bots/{id}/prompts", self._saying.prompts),
                web.post("/api/bots/{id}/say", self._saying.say),
                web.get("/api/calls", self._calls),
                web.get("/api/calls/{id}", self._call),
                web.get("/api/calls/{id}/audio.wav", self._audio),
                web.get("/api/calls/{id}/peaks", self._peaks),
                web.get("/api/calls/{id}/voice", self._voice),
                web.get("/api/calls/{id}/events", self._events),
                web.get(CALL_PATH, self._why_refused),
                web.get("/stats", self._stats),
                web.get("/health", self._health),
                web.static("/static", STATIC),
            ]
        )
        return app

    @property
    def _store(self) -> Store:
        return self._directory.store

    async def _bots(self, request: web.Request) -> web.Response:
        bots = [host.bot for host in self._directory.hosts.values()]
        return web.json_response(
            [
                {
                    "name": bot.name,
                    "title": bot.title,
                    "description": bot.description,
                    "language": bot.language.code,
                }
                for bot in bots
            ]
        )

    async def _calls(self, request: web.Request) -> web.Response:
        limit = _number(request, "limit", 50, MAX_LIMIT)
        rows = self._store.list(limit=limit, before=request.query.get("before"), bot=request.query.get("bot"))
        return web.json_response([_row(row) for row in rows])

    async def _call(self, request: web.Request) -> web.Response:
        row = self._find(request)
        try:
            _, records, _ = read_log(self._store.call_dir(row.id) / "events.jsonl")
        except LogError as e:
            note = {"at_ms": 0, "code": "log_unreadable", "message": e.message}
            return web.json_response({**asdict(CallView()), "call": _row(row), "notes": [note]})
        found = asdict(view(records))
        duration_ms = found.pop("duration_ms") if row.duration_ms is None else row.duration_ms
        return web.json_response({**found, "call": {**_row(row), "duration_ms": duration_ms}})

    async def _audio(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._recording(request), headers={"Content-Type": "audio/wav"})

    async def _peaks(self, request: web.Request) -> web.Response:
        found = peaks(self._recording(request), _number(request, "width", 1200, MAX_WIDTH))
        return web.json_response(found)

    async def _voice(self, request: web.Request) -> web.Response:
        path, part = self._recording(request), _number(request, "part", 1, MAX_PART)
        try:
            found = await self._curves.part(path, part)
        except ValueError as e:
            raise problem(400, "bad_parameter", str(e)) from e
        return web.Response(body=found, content_type="application/json")

    def _recording(self, request: web.Request) -> Path:
        path = self._store.call_dir(self._find(request).id) / "audio.wav"
        if not path.exists():
            raise problem(404, "no_recording", "this call has no recording")
        return path

    async def _events(self, request: web.Request) -> web.StreamResponse:
        path = self._store.call_dir(self._find(request).id) / "events.jsonl"
        if not path.exists():
            raise problem(404, "no_log", "this call has no event log")
        return web.FileResponse(path, headers={"Content-Type": "application/jsonl; charset=utf-8"})

    async def _why_refused(self, request: web.Request) -> web.Response:
        """A browser cannot see why its WebSocket was refused, so its page asks here with the same URL."""
        try:
            parse_query(request.query_string, list(self._directory.hosts))
        except BadRequest as e:
            raise problem(400, e.code, str(e)) from e
        if self._directory.full:
            raise problem(503, "server_full", SERVER_FULL)
        return web.json_response(
            {"error": "upgrade_required", "message": "this is the address of calls; open it as a WebSocket"},
            status=426,
            headers={"Upgrade": "websocket"},
        )

    async def _stats(self, request: web.Request) -> web.Response:
        found = stats(self._directory)
        if request.query.get("reset"):
            self._directory.media.lateness.reset()
        return web.json_response(found)

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    def _find(self, request: web.Request) -> CallRow:
        call_id = request.match_info["id"]
        try:
            return self._store.get(call_id)
        except StoreError as e:
            raise problem(404, "unknown_call", e.message) from e


def _page(name: str) -> Handler:
    async def page(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / name)

    return page


def _row(row: CallRow) -> dict[str, object]:
    return {
        "id": row.id,
        "bot": row.bot,
        "channel": row.channel,
        "caller": row.caller,
        "started_at": row.started_at,
        "duration_ms": row.duration_ms,
        "status": row.status,
        "reason": row.reason,
        "turns": row.turns,
    }


def _number(request: web.Request, name: str, default: int, maximum: int) -> int:
    text = request.query.get(name, str(default))
    if not text.isdecimal() or not 1 <= int(text) <= maximum:
        raise problem(400, "bad_parameter", f"{name}={text[:40]!r}; expected 1 to {maximum}")
    return int(text)


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Security headers on every answer, and a person's words where something is amiss."""
    try:
        response = await handler(request)
    except VivaError as e:
        response = web.json_response({"error": "failed", "message": e.message, "hint": e.hint}, status=500)
    if not response.prepared:
        response.headers.update(SECURITY_HEADERS)
        # A kept connection could be reused for a call, but only a new one is looked at by the front.
        response.force_close()
    return response
