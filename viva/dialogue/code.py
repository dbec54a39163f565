"""What `actions.py` defines, read without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from viva.dialogue.problems import Problem

FILE = "actions.py"


@dataclass(frozen=True, slots=True)
class Function:
    arguments: tuple[str, ...]
    """Without the first, the call."""
    required: tuple[str, ...]
    any_argument: bool
    """It takes `**arguments`."""


@dataclass(slots=True)
class Code:
    exists: bool = False
    broken: bool = False
    """It is not Python, which is reported already."""
    functions: dict[str, Function] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_code(text: str | None) -> Code:
    """The actions in the text of `actions.py`: its public `async def`s."""
    if text is None:
        return Code()
    code = Code(exists=True)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        code.broken = True
        code.problems.append(Problem(FILE, line, f"this is not Python: {getattr(error, 'msg', error)}."))
        return code
    for node in tree.body:
        if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_"):
            given = [*node.args.posonlyargs, *node.args.args]
            if not given:
                what = f"`{node.name}` takes no arguments, expected `call` as the first."
                code.problems.append(Problem(FILE, node.lineno, what))
                continue
            names = [one.arg for one in given[1:]]
            needed = names[: len(names) - len(node.args.defaults)] if node.args.defaults else names
            extra = [
                (one.arg, default is None)
                for one, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            ]
            code.functions[node.name] = Function(
                (*names, *(name for name, _ in extra)),
                (*needed, *(name for name, required in extra if required)),
                node.args.kwarg is not None,
            )
    return code
