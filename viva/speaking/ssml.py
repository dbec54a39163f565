"""Speech Synthesis Markup in prompts: elements to the pieces of a script. Pure.

One reader for both uses. For a call it is lenient: what is broken is left out, its text is said, nothing
raises. For the check of a bot it tells what was broken (`Fault`). The elements are those of W3C SSML 1.1 that
speech assistants share; there are no entities but XML's five and character numbers, so nothing expands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from viva.speaking.attributes import ELEMENTS, Fault, attribute_faults, break_ms, emphasis, nearest, prosody
from viva.speaking.manner import manners
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.say_as import DICTATED, said_as
from viva.speaking.script import Piece

__all__ = ["Fault", "Markup", "is_markup", "read"]

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[?!][^<>]*>?|<(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>|&#?\w+;|[^<&]+|[<&]", re.DOTALL
)
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)\s*>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BROKEN = re.compile(r"</?[A-Za-z][\w:-]*(?:\s+[\w:-]+\s*=\s*(?:\"[^\"]*\"?|'[^']*'?|\S*))*\s*/?")
_KNOWN = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}
_WHOLE = ("say-as", "sub", "phoneme", "audio")
"""Elements of which all that is inside becomes one piece."""
LONGEST_BREAK_MS = 10_000
WORDLESS = "\u266a"
"""What is shown for a recording that holds no words: a note, as in captions."""


def is_markup(text: str) -> bool:
    """Whether a prompt is read as SSML: it has a tag, or one of XML's entities."""
    return bool(re.search(r"<[/!?A-Za-z]", text)) or any(known in text for known in _KNOWN)


@dataclass(frozen=True, slots=True)
class Markup:
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    """Offsets into their joined texts at which a sentence or paragraph begins, as the author says."""
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    style: Prosody
    at: int
    """Where its tag stands, for a fault."""
    pieces: int
    """How many there were when it opened."""


def read(text: str, *, now: str = "", language: str = "en") -> Markup:
    """Never raises. `now`: the caller's local time, ISO 8601, for dates; '' unknown."""
    return _Reader(text, now, language).read()


class _Reader:
    def __init__(self, text: str, now: str, language: str) -> None:
        self._text = text
        self._now = now
        self._language = language
        self._pieces: list[Piece] = []
        self._length = 0
        self._starts: list[int] = []
        self._faults: list[Fault] = []
        self._open: list[_Open] = []
        self._pause_ms = 0
        """Before the next piece."""

    def read(self) -> Markup:
        at = 0
        while at < len(self._text):
            match = _TOKEN.match(self._text, at)
            token = match[0] if match else self._text[at]
            if token == "<" and (broken := _BROKEN.match(self._text, at)):
                token = broken[0]
                self._fault(at, f"the tag `{token[:40].strip()}` has no end.", "Close it with `>`.")
            elif token.startswith("<") and len(token) > 1:
                self._tag(token, at)
            else:
                self._say(self._character(token, at))
            at += len(token)
        while self._open:
            self._unclosed(self._open[-1])
            self._close(self._open.pop())
        return Markup(tuple(self._pieces), tuple(self._starts), tuple(self._faults))

    @property
    def _style(self) -> Prosody:
        return self._open[-1].style if self._open else PLAIN

    def _fault(self, at: int, message: str, hint: str) -> None:
        self._faults.append(Fault(at, message, hint))

    def _unclosed(self, one: _Open) -> None:
        self._fault(one.at, f"`<{one.name}>` is not closed.", f"Write `</{one.name}>` behind what it is for.")

    def _character(self, token: str, at: int) -> str:
        if token == "<":
            self._fault(at, "a `<` that begins no tag.", "Write `&lt;`, or the words.")
        elif token.startswith("&") and token.endswith(";"):
            if token in _KNOWN or token.startswith("&#"):
                return html.unescape(token)
            self._fault(at, f"`{token}` is none of XML's entities.", "Write the character itself.")
            return " "
        return token

    def _say(self, text: str, **fields: object) -> None:
        """Text in the style of the elements around it; what surrounds a piece never doubles its spaces."""
        before = self._pieces[-1].text if self._pieces else " "
        if text[:1].isspace() and before[-1:].isspace() and not fields:
            text = text.lstrip()
        if not text and not fields:
            return
        last = self._pieces[-1] if self._pieces else None
        plain = Piece(text, prosody=self._style, pause_ms=self._pause_ms)
        if last is not None and not fields and not self._pause_ms and self._joins(last):
            self._pieces[-1] = replace(last, text=last.text + text)
        else:
            self._pieces.append(replace(plain, **fields))  # type: ignore[arg-type]  # fields of a Piece
            if text.strip() or fields:
                self._pause_ms = 0
            else:  # silence belongs before words
                self._pieces[-1] = replace(plain, pause_ms=0)
        self._length += len(text)

    def _joins(self, last: Piece) -> bool:
        whole = last.say or last.phonemes or last.clip
        begun = any(one.name in _WHOLE and one.pieces == len(self._pieces) for one in self._open)
        return not whole and not begun and last.prosody == self._style

    # ------------------------------------------------------------------ tags

    def _tag(self, token: str, at: int) -> None:
        if token.startswith("<!--"):
            return
        match = _TAG.fullmatch(token)
        if match is None:
            what = f"`{token[:60]}` is no tag as XML has it."
            self._fault(at, what, 'Write attributes as `name="value"`.')
            begun = re.match(r"<([A-Za-z][\w-]*)", token)
            if begun and begun[1] in ELEMENTS and begun[1] != "break" and not token.endswith("/>"):
                self._open.append(
                    _Open(begun[1], {}, self._style, at, len(self._pieces))
                )  # its end will come
            return
        closing, name, rest, alone = match.groups()
        if closing:
            self._end(name, at)
            return
        attributes = {m[1]: html.unescape(m[2] or m[3] or "") for m in _ATTRIBUTE.finditer(rest)}
        if name not in ELEMENTS:
            self._fault(at, f"there is no element `<{name}>` in prompts.", nearest(name, ELEMENTS))
        else:
            self._faults += attribute_faults(name, attributes, at)
        one = _Open(name, attributes, self._style_of(name, attributes), at, len(self._pieces))
        self._begin(one)
        if alone or name == "break":
            self._close(one)
        else:
            self._open.append(one)

    def _style_of(self, name: str, attributes: dict[str, str]) -> Prosody:
        own: Callable[[dict[str, str]], Prosody] | None = {"emphasis": emphasis, "prosody": prosody}.get(name)
        return self._style if own is None else self._style.then(own(attributes))

    def _begin(self, one: _Open) -> None:
        if one.name in ("s", "p"):
            self._starts.append(self._length)
        if one.name == "p" and self._pieces:
            self._pause_ms = max(self._pause_ms, manners().paragraph_ms)
        if one.name == "break":
            self._pause_ms = min(LONGEST_BREAK_MS, self._pause_ms + break_ms(one.attributes))

    def _end(self, name: str, at: int) -> None:
        if all(one.name != name for one in self._open):
            self._fault(at, f"`</{name}>` closes nothing.", "Remove it, or write its beginning.")
            return
        while self._open[-1].name != name:
            self._unclosed(self._open[-1])
            self._close(self._open.pop())
        self._close(self._open.pop())

    def _close(self, one: _Open) -> None:
        if one.name in ("s", "p"):
            self._starts.append(self._length)
        elif one.name in _WHOLE:
            self._whole(one)

    def _whole(self, one: _Open) -> None:
        """What stands inside becomes one piece, its spaces outside."""
        inside = self._pieces[one.pieces :]
        del self._pieces[one.pieces :]
        text = "".join(piece.text for piece in inside)
        self._length -= len(text)
        self._starts = [start for start in self._starts if start <= self._length]
        if inside:
            self._pause_ms = inside[0].pause_ms or self._pause_ms
        get, words = one.attributes.get, " ".join(text.split())
        if text[:1].isspace():
            self._say(" ")
        match one.name:
            case "say-as":
                kind = get("interpret-as", "")
                said = said_as(words, kind, get("format", ""), now=self._now, language=self._language)
                style = self._style.then(manners().dictated) if kind in DICTATED else self._style
                self._say(said, prosody=style)
            case "sub":
                self._say(words or get("alias", ""), say=get("alias", "") if words else "")
            case "phoneme":
                spoken = get("ph", "") if get("alphabet", "ipa") == "ipa" else ""
                self._say(words, phonemes=spoken)
            case _:
                self._say(words or WORDLESS, clip=get("src", ""))
        if text[-1:].isspace():
            self._say(" ")
