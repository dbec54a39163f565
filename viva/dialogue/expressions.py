"""The small language of `if`, `set` and `with`: comparisons, and/or/not, `in`, slots and literals.

It has Python's syntax and none of its reach: an expression can neither call code nor loop, and
evaluating one never raises. A name is a slot (null while it is empty) or what the call senses
(`voice.arousal`, `turns`: sensed.py); `today` and `now` are the
caller's date and time; `words(a, b)` joins what is not empty by spaces, `listing(a, b)` as "a, b and
c", `count(list)` is its length. A comparison of things that cannot be compared is false.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from viva.understanding.reading import JsonValue

CONSTANTS: dict[str, JsonValue] = {"true": True, "false": False, "null": None, "none": None}
CLOCK = ("now", "today")


class ExpressionError(ValueError):
    """The text is not an expression of this language; the message says why."""


@dataclass(frozen=True, slots=True)
class Expression:
    text: str
    tree: ast.expr = field(compare=False, repr=False)
    names: tuple[str, ...] = ()
    """The names it reads, in order."""
    members: tuple[tuple[str, str], ...] = ()
    """The same with the attribute that it reads of each; '' for the name itself."""

    def value(self, named: Mapping[str, JsonValue], now: str = "") -> JsonValue:
        """Work it out; names that are missing count as null."""
        return _value(self.tree, {**CONSTANTS, "now": now, "today": now[:10], **named})


def parse(text: str) -> Expression:
    """Read an expression. Raises ExpressionError for anything outside the language."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"`{text}` is not an expression: {getattr(error, 'msg', error)}") from None
    members: dict[tuple[str, str], None] = {}
    _check(tree, text, members)
    names = dict.fromkeys(name for name, _ in members)
    return Expression(text.strip(), tree, tuple(names), tuple(members))


def _check(node: ast.AST, text: str, names: dict[tuple[str, str], None]) -> None:
    match node:
        case ast.Name(id=name):
            if name not in CONSTANTS and name not in CLOCK:
                names[name, ""] = None
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            names[name, attribute] = None
        case ast.Constant(value=value):
            if not isinstance(value, str | int | float | bool | None):
                raise ExpressionError(f"`{text}`: {value!r} is no text, number, true, false or null")
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for operator in ops:
                if type(operator) not in _COMPARE:
                    raise ExpressionError(f"`{text}`: write == or != where you wrote `is`")
            for part in (left, *comparators):
                _check(part, text, names)
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                _check(part, text, names)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=part):
            _check(part, text, names)
        case ast.Attribute(value=part):
            _check(part, text, names)
        case ast.Subscript(value=part, slice=key):
            _check(part, text, names)
            _check(key, text, names)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            _check(left, text, names)
            _check(right, text, names)
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in _FUNCTIONS:
            for part in parts:
                _check(part, text, names)
        case ast.Call():
            known = ", ".join(f"{name}()" for name in _FUNCTIONS)
            raise ExpressionError(f"`{text}` calls a function that is not one of {known}")
        case _:
            raise ExpressionError(
                f"`{text}` uses {type(node).__name__}; expected slots, values, comparisons, "
                "and, or, not, in, + and -"
            )


def _value(node: ast.AST, names: Mapping[str, JsonValue]) -> JsonValue:
    match node:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Constant(value=value):
            return value  # type: ignore[return-value]  # _check allows JSON values only
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            a = _value(left, names)
            for operator, comparator in zip(ops, comparators, strict=True):
                b = _value(comparator, names)
                if not _compare(_COMPARE[type(operator)], a, b):
                    return False
                a = b
            return True
        case ast.BoolOp(op=operator, values=parts):
            result: JsonValue = None
            for part in parts:
                result = _value(part, names)
                if bool(result) == isinstance(operator, ast.Or):
                    return result
            return result
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [_value(part, names) for part in parts]
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not _value(part, names)
        case ast.UnaryOp(operand=part):
            number = _value(part, names)
            return -number if isinstance(number, int | float) else None
        case ast.Attribute(value=part, attr=key):
            return _item(_value(part, names), key)
        case ast.Subscript(value=part, slice=index):
            return _item(_value(part, names), _value(index, names))
        case ast.BinOp(left=left, op=operator, right=right):
            return _arithmetic(isinstance(operator, ast.Add), _value(left, names), _value(right, names))
        case ast.Call(func=ast.Name(id=name), args=parts):
            return _FUNCTIONS[name]([_value(part, names) for part in parts])
    return None


def _compare(operator: Callable[[object, object], bool], a: JsonValue, b: JsonValue) -> bool:
    try:
        return bool(operator(a, b))
    except TypeError:
        return False


def _item(container: JsonValue, key: JsonValue) -> JsonValue:
    try:
        return container[key]  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        return None


def _arithmetic(add: bool, a: JsonValue, b: JsonValue) -> JsonValue:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a + b if add else a - b
    if add and isinstance(a, str) and isinstance(b, str):
        return a + b
    if add and isinstance(a, list) and isinstance(b, list):
        return a + b
    return None


def _present(values: list[JsonValue]) -> list[str]:
    return [str(value) for value in values if value not in (None, "", [])]


def _flat(values: list[JsonValue]) -> list[JsonValue]:
    return values[0] if len(values) == 1 and isinstance(values[0], list) else values


def _listing(values: list[JsonValue]) -> JsonValue:
    parts = _present(_flat(values))
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _count(values: list[JsonValue]) -> JsonValue:
    return sum(len(v) if isinstance(v, list | dict | str) else 0 for v in values)


_COMPARE: dict[type[ast.cmpop], Callable[[object, object], bool]] = {
    ast.Eq: lambda a, b: a == b,
    ast.NotEq: lambda a, b: a != b,
    ast.Lt: lambda a, b: a < b,  # type: ignore[operator]
    ast.LtE: lambda a, b: a <= b,  # type: ignore[operator]
    ast.Gt: lambda a, b: a > b,  # type: ignore[operator]
    ast.GtE: lambda a, b: a >= b,  # type: ignore[operator]
    ast.In: lambda a, b: a in b,  # type: ignore[operator]
    ast.NotIn: lambda a, b: a not in b,  # type: ignore[operator]
}

_FUNCTIONS: dict[str, Callable[[list[JsonValue]], JsonValue]] = {
    "words": lambda values: " ".join(_present(_flat(values))),
    "listing": _listing,
    "count": _count,
}
