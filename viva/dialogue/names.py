"""The names that a bot defines, so that each use of one can be checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from viva.dialogue.code import Code
from viva.dialogue.problems import nearest
from viva.dialogue.source import Key, Source


@dataclass(slots=True)
class Names:
    source: Source
    intents: Collection[str]
    flows: Collection[str]
    code: Code
    prompts: dict[str, tuple[str, ...]]
    """Grows by the prompts that are written inside steps."""
    transfer: str

    def report(self, path: Sequence[Key], message: str, hint: str = "") -> None:
        self.source.report(path, message, hint)

    def expect(self, what: str, name: str, known: Collection[str], path: Sequence[Key]) -> bool:
        """Report a name that nothing defines."""
        if name in known:
            return True
        self.report(path, f"there is no {what} `{name}`.", nearest(name, known))
        return False

    def prompt(self, said: str | list[str], path: Sequence[Key]) -> str:
        """The name of a prompt: as it stands, or a new one for words that stand in its place."""
        if isinstance(said, str) and (not said or re.fullmatch(r"[\w-]+(\.[\w-]+)*", said)):
            if said and self.expect("prompt", said, self.prompts, path):
                return said
            return ""
        variants = (said,) if isinstance(said, str) else tuple(said)
        if not variants or not all(text.strip() for text in variants):
            self.report(path, "a prompt without words.", "Write what the bot should say.")
            return ""
        name = ".".join(str(key) for key in path if key not in ("flows", "steps"))
        self.prompts[name] = variants
        return name

    def action(self, name: str, arguments: list[str], path: Sequence[Key]) -> None:
        """Report an action that actions.py does not have, or one that is given other arguments."""
        function = self.code.functions.get(name)
        if function is None:
            if self.code.broken:
                return
            if not self.code.exists:
                what = f"there is no actions.py for the action `{name}`."
                self.report((*path, "do"), what, f"Write it there as `async def {name}(call)`.")
                return
            hint = nearest(name, self.code.functions)
            self.report((*path, "do"), f"actions.py has no `async def {name}(call, ...)`.", hint)
            return
        for argument in arguments:
            if argument not in function.arguments and not function.any_argument:
                hint = nearest(argument, function.arguments)
                self.report((*path, "with"), f"the action `{name}` takes no `{argument}`.", hint)
        for argument in function.required:
            if argument not in arguments:
                what = f"the action `{name}` needs `{argument}`, which is not given."
                self.report((*path, "do"), what, f"Add it under `with`: `{argument}: ...`.")
