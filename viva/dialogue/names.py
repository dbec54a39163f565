"""The names that a bot defines, so that each use of one can be checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from viva.dialogue import format as form
from viva.dialogue.code import Code
from viva.dialogue.problems import nearest
from viva.dialogue.source import Key, Source
from viva.speaking.prompt import WRITTEN, Prompt


@dataclass(slots=True)
class Names:
    source: Source
    intents: Collection[str]
    flows: Collection[str]
    code: Code
    prompts: dict[str, Prompt]
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

    def prompt(self, said: form.PromptFile, path: Sequence[Key]) -> str:
        """The name of a prompt: as it stands, or a new one for words that stand in its place."""
        if said == form.NO_PROMPT or said.first == "":
            return ""
        if said == form.PromptFile(first=said.first) and isinstance(said.first, str) and _is_name(said.first):
            return said.first if self.expect("prompt", said.first, self.prompts, path) else ""
        prompt = written(said)
        if not prompt.first or not all(text.strip() for _, _, text in prompt.texts):
            self.report(path, "a prompt without words.", "Write what the bot should say.")
            return ""
        name = ".".join(str(key) for key in path if key not in ("flows", "steps"))
        self.prompts[name] = prompt
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


def written(said: form.PromptFile) -> Prompt:
    """A prompt as the file has it; without a role it is a statement."""
    texts = {occasion: getattr(said, occasion) for occasion in WRITTEN}
    variants = {name: (text,) if isinstance(text, str) else tuple(text) for name, text in texts.items()}
    return Prompt(**variants, role=said.role or "statement")


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[\w-]+(\.[\w-]+)*", text))


def prompt_path(prompt: str, source: Source) -> tuple[Key, ...]:
    """Where a prompt stands: under `prompts`, or inside a step, as the name made for it says."""
    if prompt in (source.data.get("prompts") or {}):
        return ("prompts", prompt)
    keys: list[str | int] = [int(key) if key.isdecimal() else key for key in prompt.split(".")]
    return tuple(keys) if keys[0] == "slots" else ("flows", keys[0], "steps", *keys[1:])
