"""What a request is answered where it cannot be done: a status, a code, and a person's words."""

from __future__ import annotations

import json

from aiohttp import web

_KINDS: dict[int, type[web.HTTPException]] = {
    400: web.HTTPBadRequest,
    404: web.HTTPNotFound,
    415: web.HTTPUnsupportedMediaType,
    429: web.HTTPTooManyRequests,
    503: web.HTTPServiceUnavailable,
}


def problem(status: int, error: str, message: str, hint: str | None = None) -> web.HTTPException:
    """To be raised by a handler."""
    body = {"error": error, "message": message} | ({"hint": hint} if hint else {})
    return _KINDS[status](text=json.dumps(body), content_type="application/json")
