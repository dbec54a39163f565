"""Grammars that are data: patterns of words with what they mean, read at any place of a row of words.

A language's files hold a `lexicon` (name -> phrases, each with a value) and `rules` (name -> list of
`[pattern, meaning, options]`). A pattern is words and

* `<month>` or `<m:month>`: what another name (or a terminal, such as a number) reads, kept as `m`;
* `[the]` optional, `(to|until)` one of several, both nested at will;
* `{on <date>}`: must stand there and is no part of the value's own words; at the front or the end only.

The meaning is the name of a function in code, which is given what was kept and the rule's options, and
may refuse. Options with a meaning to the grammar itself: `sure` (0..1, times that of the least sure part),
`asked` (only where such a value is asked for), `alone` (no number stands right before or after),
`shared` (the words may be another value too), `unless_next` and `unless_last` (not where such a name is read
right behind it, or right before it). Rules may name each other, but none may begin with itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from viva.errors import VivaError
from viva.understanding.values.patterns import Item, expand

Args = dict[str, Any]
"""What a rule kept, by role, and its options."""


class Parsed(NamedTuple):
    first: int
    """Index of the first word of its own."""
    end: int
    value: Any
    sure: float
    shared: bool = False
    reach: int = 0
    """How many words were read in all, context included: of readings of the same words the one of most
    reach is taken."""


class Terminal(NamedTuple):
    """Something that code reads: numbers."""

    read: Callable[[Sequence[str], int], Sequence[tuple[int, Any]]]
    """(end, value) for each reading at a place."""
    begins: Callable[[str], bool]
    """Whether a word can begin it."""


@dataclass(slots=True)
class _Node:
    """A place in the patterns of one name: what may come next."""

    words: dict[str, _Node] = field(default_factory=dict)
    names: dict[tuple[str, str], _Node] = field(default_factory=dict)
    """(role, name) -> next."""
    own_begins: _Node | None = None
    """The context before the value's own words ends here."""
    own_ends: _Node | None = None
    rules: list[tuple[str, Args]] = field(default_factory=list)
    """Meaning and options of the patterns that end here."""


class Grammar:
    """The compiled rules of a language. Shared and stateless."""

    def __init__(
        self,
        lexicon: Mapping[str, Any],
        rules: Mapping[str, Sequence[Sequence[Any]]],
        terminals: Mapping[str, Terminal],
        meanings: Mapping[str, Callable[[Args, Any], Any]],
    ) -> None:
        """Raises VivaError for a pattern that cannot be read and for a name that nothing defines."""
        self.terminals = terminals
        self.meanings = meanings
        self._roots: dict[str, _Node] = {}
        for name, phrases in lexicon.items():
            for phrase, value in _phrases(phrases):
                self._add(name, phrase, "", {"value": value})
        for name, listed in rules.items():
            if name in terminals or name in lexicon:
                raise VivaError(
                    f"language data: the rule {name!r} has the name of a terminal or of a lexicon entry"
                )
            for pattern, meaning, *options in listed:
                if meaning not in meanings:
                    raise VivaError(f"language data: {name}: {pattern!r} has no known meaning {meaning!r}")
                self._add(name, pattern, meaning, dict(options[0]) if options else {})
        known = {*lexicon, *rules, *terminals}
        for name, listed in rules.items():
            for pattern, _, *options in listed:
                self._check_names(name, pattern, options[0] if options else {}, known)
        self._begins: dict[str, tuple[frozenset[str], tuple[Terminal, ...]]] = {}
        for name in self._roots:
            self._begins[name] = self._first(name, ())

    def __contains__(self, name: str) -> bool:
        return name in self._roots

    def root(self, name: str) -> _Node:
        return self._roots[name]

    def can_begin(self, name: str, word: str) -> bool:
        words, terminals = self._begins[name]
        if word in words:
            return True
        for one in terminals:  # noqa: SIM110  # asked for each name at each word
            if one.begins(word):
                return True
        return False

    def _add(self, name: str, pattern: str, meaning: str, options: Args) -> None:
        root = self._roots.setdefault(name, _Node())
        for items in expand(pattern):
            node = root
            for item in items:
                node = _step(node, item)
            node.rules.append((meaning, options))

    @staticmethod
    def _check_names(rule: str, pattern: str, options: Args, known: set[str]) -> None:
        named = {
            item.text.rpartition(":")[2] for one in expand(pattern) for item in one if item.kind == "name"
        }
        named |= {options[key] for key in ("unless_next", "unless_last") if key in options}
        for name in sorted(named - known):
            raise VivaError(f"language data: {rule}: {pattern!r} names <{name}>, which nothing defines")

    def _first(self, name: str, above: tuple[str, ...]) -> tuple[frozenset[str], tuple[Terminal, ...]]:
        if name in above:
            raise VivaError(f"language data: {name} begins with itself: {' -> '.join((*above, name))}")
        if name in self._begins:
            return self._begins[name]
        root = self._roots[name]
        nodes = [root, *([root.own_begins] if root.own_begins else [])]
        words = {word for node in nodes for word in node.words}
        terminals: dict[int, Terminal] = {}
        for node in nodes:
            for _, inner in node.names:
                if inner in self.terminals:
                    found: tuple[Terminal, ...] = (self.terminals[inner],)
                else:
                    more, found = self._first(inner, (*above, name))
                    words |= more
                terminals.update({id(one.begins): one for one in found})
        return frozenset(words), tuple(terminals.values())


class Reader:
    """Reads one row of words by a grammar. `about` is handed to the meanings."""

    def __init__(
        self, grammar: Grammar, words: Sequence[str], about: Any, asked: bool, numeric: Sequence[bool]
    ) -> None:
        """`numeric`: for each word whether it is of a number."""
        self._grammar = grammar
        self._words = words
        self._about = about
        self._asked = asked
        self._numeric = numeric
        self._known: list[dict[str, list[Parsed]]] = [{} for _ in words]

    def find(self, name: str) -> Iterator[Parsed]:
        """All readings of a name, at every place, overlapping ones included."""
        if name in self._grammar:
            for at in range(len(self._words)):
                yield from self.at(name, at)

    def at(self, name: str, at: int) -> list[Parsed]:
        """All readings of a name that begin, context included, at a place."""
        if at >= len(self._known):
            return []
        known = self._known[at]
        found = known.get(name)
        if found is None:
            found = known[name] = self._read(name, at)
        return found

    def _read(self, name: str, at: int) -> list[Parsed]:
        terminal = self._grammar.terminals.get(name)
        if terminal is not None:
            return [
                Parsed(at, end, value, 1.0, reach=end - at) for end, value in terminal.read(self._words, at)
            ]
        if not self._grammar.can_begin(name, self._words[at]):
            return []
        found = self._walk(self._grammar.root(name), at, at, -1, {}, 1.0)
        return _best(one._replace(reach=one.reach - at) for one in found)

    def _walk(self, node: _Node, at: int, first: int, end: int, kept: Args, sure: float) -> Iterator[Parsed]:
        for meaning, options in node.rules:
            found = self._meant(meaning, options, first, end if end >= 0 else at, kept, sure)
            if found:
                yield found._replace(reach=at)
        if node.own_begins:
            yield from self._walk(node.own_begins, at, at, end, kept, sure)
        if node.own_ends:
            yield from self._walk(node.own_ends, at, first, at, kept, sure)
        if at >= len(self._words):
            return
        following = node.words.get(self._words[at])
        if following:
            yield from self._walk(following, at + 1, first, end, kept, sure)
        for (role, name), after in node.names.items():
            for one in self.at(name, at):
                yield from self._walk(
                    after, one.end, first, end, {**kept, role: one.value}, min(sure, one.sure)
                )

    def _meant(
        self, meaning: str, options: Args, first: int, end: int, kept: Args, sure: float
    ) -> Parsed | None:
        if options.get("asked") and not self._asked:
            return None
        if options.get("alone") and (
            (first > 0 and self._numeric[first - 1]) or (end < len(self._words) and self._numeric[end])
        ):
            return None
        if "unless_next" in options and self.at(options["unless_next"], end):
            return None
        if "unless_last" in options and self._ends_at(options["unless_last"], first):
            return None
        value = (
            options["value"]
            if not meaning
            else self._grammar.meanings[meaning]({**options, **kept}, self._about)
        )
        if value is None:
            return None
        return Parsed(first, end, value, sure * options.get("sure", 1.0), bool(options.get("shared")))

    def _ends_at(self, name: str, end: int) -> bool:
        """Whether a name is read in the one or two words before a place."""
        return any(one.end == end for at in range(max(0, end - 2), end) for one in self.at(name, at))


def _best(found: Iterator[Parsed]) -> list[Parsed]:
    """Of several readings of the same words the one of most reach, then the surest, then the first."""
    best: dict[tuple[int, int], Parsed] = {}
    for one in found:
        known = best.get((one.first, one.end))
        if known is None or (one.reach, one.sure) > (known.reach, known.sure):
            best[one.first, one.end] = one
    return list(best.values())


def _step(node: _Node, item: Item) -> _Node:
    if item.kind == "word":
        return node.words.setdefault(item.text, _Node())
    if item.kind == "name":
        role, _, name = item.text.rpartition(":")
        return node.names.setdefault((role or name, name), _Node())
    if item.kind == "own_begins":
        node.own_begins = node.own_begins or _Node()
        return node.own_begins
    node.own_ends = node.own_ends or _Node()
    return node.own_ends


def _phrases(phrases: Any) -> Iterator[tuple[str, Any]]:
    """Of a lexicon entry: phrase -> value, or a list of phrases that have none."""
    if isinstance(phrases, Mapping):
        for phrase, value in phrases.items():
            yield phrase, value
    else:
        for phrase in phrases:
            yield phrase, True
