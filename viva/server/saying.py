"""The page `Say`: a bot's prompts, and what a caller would hear of one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from viva.lab.say.asked import CONTEXTS, LONGEST, Asked, NotSaid, ways
from viva.lab.say.caller import CallerError, as_caller
from viva.lab.say.page import as_json
from viva.lab.say.samples import places_with_manners, samples
from viva.lab.say.spoken import speak
from viva.server.bot_host import BotHost
from viva.server.problems import problem
from viva.speaking.prompt import WRITTEN

MAX_BODY = 64 * 1024
_KEYS = {
    "prompt": str,
    "text": str,
    "slots": dict,
    "context": str,
    "variant": int,
    "caller": dict,
    "now": str,
}


class Saying:
    """One sentence or text is said at a time, beside the event loop."""

    def __init__(self, hosts: Mapping[str, BotHost]) -> None:
        self._hosts = hosts
        self._working = False

    async def prompts(self, request: web.Request) -> web.Response:
        bot = self._host(request).bot
        return web.json_response(
            [
                {
                    "name": name,
                    "variants": {occasion: list(prompt.of(occasion)[1]) for occasion in WRITTEN},
                    "places": {
                        place: samples(bot, place, manner)[0].value
                        for _, _, text in prompt.texts
                        for place, manner in places_with_manners(text)
                    },
                }
                for name, prompt in sorted(bot.prompts.items())
            ]
        )

    async def say(self, request: web.Request) -> web.Response:
        host = self._host(request)
        asked = _asked(await _body(request))
        if self._working:
            raise problem(429, "busy", "something else is being said just now; try again in a moment")
        self._working = True
        try:
            found = await asyncio.to_thread(_said, host, asked)
        except NotSaid as error:
            raise problem(400, "not_said", error.message, error.hint) from error
        finally:
            self._working = False
        return web.Response(body=found, content_type="application/json")

    def _host(self, request: web.Request) -> BotHost:
        name = request.match_info["id"]
        if name not in self._hosts:
            raise problem(404, "unknown_bot", f"no bot {name!r} here; there are {', '.join(self._hosts)}")
        return self._hosts[name]


def _said(host: BotHost, asked: Asked) -> bytes:
    spoken = speak(host.prompts, ways(host.bot, asked))
    return json.dumps(as_json(host.bot.name, asked, spoken)).encode()


async def _body(request: web.Request) -> dict[str, Any]:
    """A page of another origin cannot send JSON without asking first, and is not answered then."""
    if request.content_type != "application/json":
        raise problem(415, "not_json", f"send application/json, not {request.content_type}")
    raw = await request.content.read(MAX_BODY + 1)
    while len(raw) <= MAX_BODY and not request.content.at_eof():
        raw += await request.content.read(MAX_BODY + 1 - len(raw))
    if len(raw) > MAX_BODY:
        raise problem(400, "too_long", f"more than {MAX_BODY} bytes; a text has at most {LONGEST} characters")
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise problem(400, "bad_json", f"the body is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise problem(400, "bad_json", "the body must be a JSON object")
    return found


def _asked(body: dict[str, Any]) -> Asked:
    for key, value in body.items():
        if key not in _KEYS:
            raise problem(400, "bad_parameter", f"unknown key {key!r}", f"known: {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            raise problem(400, "bad_parameter", f"{key}: expected {_KEYS[key].__name__}")
    context = body.get("context", "")
    if context and context not in CONTEXTS:
        raise problem(400, "bad_parameter", f"context={context!r}; expected one of {', '.join(CONTEXTS)}")
    if bool(body.get("prompt")) == bool(body.get("text")):
        raise problem(400, "bad_parameter", "give either a prompt or a text")
    try:
        caller = as_caller(body.get("caller", {}))
    except CallerError as error:
        raise problem(400, "bad_caller", error.message, error.hint) from error
    return Asked(
        body.get("prompt", ""),
        body.get("text", ""),
        body.get("slots", {}),
        context,
        max(0, body.get("variant", 0)),
        caller,
        _moment(body.get("now", "")),
    )


def _moment(now: str) -> str:
    """Local time; this machine's where none is given."""
    try:
        moment = datetime.fromisoformat(now) if now else datetime.now().astimezone()
    except ValueError as error:
        raise problem(400, "bad_parameter", f"now={now[:40]!r} is no date and time") from error
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
