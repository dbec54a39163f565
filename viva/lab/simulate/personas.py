"""Reading personas: of a bot's own folder, of a file, or the built-in ones that suit any bot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from viva.dialogue.bot import Bot
from viva.dialogue.load import load_bot
from viva.dialogue.problems import BotError, Problem, counted
from viva.dialogue.source import Source, read_one
from viva.dialogue.validate import report
from viva.errors import InputError, VivaError
from viva.lab.simulate import persona_check
from viva.lab.simulate.format import ENTRY, SECTION, GoalFile, PersonaFile, PersonasFile
from viva.lab.simulate.goal import own_goals
from viva.lab.simulate.persona import Persona
from viva.lab.simulate.phrases import built_in
from viva.lab.simulate.recordings import Recording, read_recordings
from viva.lab.simulate.values import fault

FOLDER = "personas"
"""Inside a bot's folder. It is no part of the bot: a bot whose callers change stays the same bot."""


class PersonasError(InputError):
    """Personas cannot be used. `problems` holds all that is wrong, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        head = f"The personas have {counted(self.problems)}:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


@dataclass(frozen=True, slots=True)
class _File:
    """One file of personas."""

    path: Path | None
    """None: the built-in one."""
    source: Source
    model: PersonasFile


def read_personas(path: Path | None, bot: Bot) -> list[Persona]:
    """The personas of a file or of the YAML files of a folder; in the order of files and lines.

    path: None for those of the bot's folder, or where it has none the built-in ones.

    Raises:
        PersonasError: with all problems found.
        InputError: there is no such file, or nobody in it; callers of the bot's language are not known.
    """
    personas, problems = checked_personas(path, bot)
    if problems:
        raise PersonasError(problems)
    if not personas:
        hint = "Write one under `personas:`, for example `plain: {}`."
        raise InputError(f"{path or bot.folder}: there are no personas.", hint=hint)
    return personas


def checked_personas(path: Path | None, bot: Bot) -> tuple[list[Persona], list[Problem]]:
    """The personas as `read_personas` gives them, and what is wrong with their files.

    Raises:
        InputError: there is no such file; callers of the bot's language are not known.
    """
    problems: list[Problem] = []
    read = [
        one for file, shown, text in persona_texts(path, bot) if (one := _read(file, shown, text, problems))
    ]
    goals: dict[str, GoalFile] = {}
    for one in read:
        for name, goal in one.model.goals.items():
            if name in goals:
                one.source.report(("goals", name), f"the goal `{name}` is there twice.", "Rename one.")
            goals[name] = goal
    known = goals or own_goals(bot)
    phrases = built_in(bot.language.code)
    personas: dict[str, Persona] = {}
    for one in read:
        persona_check.check(one.model, one.source, bot, known, phrases)
        own = phrases.instead(one.model.phrases)
        for name, habits in one.model.personas.items():
            if name in personas:
                one.source.report(("personas", name), f"the persona `{name}` is there twice.", "Rename one.")
            weights = habits.goals or dict.fromkeys(known, 1.0)
            folder = one.path.parent if one.path else None
            recordings = _recordings(one, name, habits, bot)
            personas[name] = Persona(name, habits, known, weights, own, recordings, folder)
        problems += one.source.problems
    return list(personas.values()), problems


def problems_beside(folder: Path) -> list[Problem]:
    """What is wrong with the personas in a bot's folder; nothing where the bot itself cannot be loaded."""
    if not any((folder / FOLDER).glob("*.yaml")):
        return []
    try:
        bot = load_bot(folder)
    except BotError:
        return []
    return checked_personas(folder / FOLDER, bot)[1]


def _recordings(file: _File, name: str, habits: PersonaFile, bot: Bot) -> tuple[Recording, ...]:
    """Those of a persona; what is wrong with them is reported to the file."""
    if not habits.sounds.recordings:
        return ()
    at = ("personas", name, "sounds", "recordings")
    labels = (file.path.parent if file.path else Path()) / habits.sounds.recordings
    try:
        recordings = read_recordings(labels)
    except VivaError as error:
        file.source.report(at, error.message, error.hint)
        return ()
    for one in recordings:
        for slot, value in one.slots.items():
            expected = fault(bot, slot, value) if slot in bot.slots else "a slot of the bot"
            if expected:
                what = f"{one.path.name}: `{slot}` is `{value}`, expected {expected}."
                file.source.report(at, what, "Mend the labels, or leave the recording out.")
                return ()
    return recordings


def _read(path: Path | None, shown: str, text: str, problems: list[Problem]) -> _File | None:
    source = read_one(shown, text)
    if not source.broken:
        try:
            return _File(path, source, PersonasFile.model_validate(source.data))
        except ValidationError as error:
            report(error, source, _model)
    problems += source.problems
    return None


def _model(path: tuple[Any, ...]) -> type[BaseModel]:
    if path and path[-1] in SECTION:
        return SECTION[str(path[-1])]
    return ENTRY[str(path[0])] if len(path) == 2 and path[0] in ENTRY else PersonasFile


def persona_texts(path: Path | None, bot: Bot) -> Iterator[tuple[Path | None, str, str]]:
    """Path (None: the built-in one), name to show, and text of each file. Raises like `read_personas`."""
    own = Path(bot.folder) / FOLDER if bot.folder else None
    if path is None and own is not None and any(own.glob("*.yaml")):
        path = own
    if path is None:
        text = (files("viva.lab.simulate") / "data" / "personas.yaml").read_text(encoding="utf-8")
        yield None, "built-in personas", text
        return
    found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not found:
        raise InputError(f"{path}: there are no persona files.", hint="They end in `.yaml`.")
    for file in found:
        inside = own is not None and file.parent.resolve() == own.resolve()
        shown = f"{FOLDER}/{file.name}" if inside else str(file)
        try:
            yield file, shown, file.read_text(encoding="utf-8-sig")
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "Name a file or a folder with personas, or leave `--personas` out."
            raise InputError(f"{file} cannot be read: {reason}.", hint=hint) from None
        except UnicodeDecodeError:
            raise InputError(f"{file} is not UTF-8 text.") from None
