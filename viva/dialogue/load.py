"""From a bot's folder to a checked `Bot`, with everything that is wrong reported at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from viva.dialogue import crosscheck
from viva.dialogue import format as form
from viva.dialogue.bot import Bot, Flow, RepairSettings, Slot, TurnSettings
from viva.dialogue.code import FILE as CODE_FILE
from viva.dialogue.code import read_code
from viva.dialogue.compile import FlowCompiler
from viva.dialogue.compile import Path as Path_
from viva.dialogue.defaults import BUILT_IN_INTENTS, FREE_ENTITIES, default_prompts, languages
from viva.dialogue.markcheck import check_marks
from viva.dialogue.names import Names, written
from viva.dialogue.problems import BotError, Problem, nearest
from viva.dialogue.reach import close_takes
from viva.dialogue.recorded import LIST, check_list, read_recordings
from viva.dialogue.sensed import SENSED
from viva.dialogue.source import read, yaml_files
from viva.dialogue.steps import Ask, Confirm
from viva.dialogue.synthesizer_check import check_synthesizer
from viva.dialogue.validate import validate
from viva.hearing.voice.classifier import read_classifier
from viva.pronunciation.espeak_library import library
from viva.pronunciation.mnemonics import unknown_sounds
from viva.pronunciation.voices import voice_of_language
from viva.speaking.engine import Voice
from viva.speaking.lexicon import Pronunciation
from viva.speaking.prompt import Prompt, Role
from viva.speaking.settings import EngineSettings
from viva.understanding.costs import Costs
from viva.understanding.engine import EntitySpec, Language
from viva.understanding.marks import marked_values

MOST_BYTES = 5_000_000
"""Of all the files of a bot together."""


def load_bot(folder: Path) -> Bot:
    """Load the bot in a folder.

    Raises:
        BotError: with all problems found.
    """
    name = folder.resolve().name
    try:
        return load_bot_from_files(read_files(folder), name, folder=str(folder.resolve()))
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}."
        raise BotError(name, [Problem(str(error.filename or folder), 0, what)]) from None


def read_files(folder: Path) -> dict[str, str]:
    """The files that make a bot: its YAML files, `actions.py`, its conversations, its voice classifiers, the
    list of its recordings; of each recording its digest.

    Raises:
        BotError: the folder is none, or a file is not UTF-8 or too large.
        OSError: a file cannot be read.
    """
    name = folder.resolve().name
    if not (folder / "bot.yaml").is_file():
        what = f"there is no bot.yaml in {folder}."
        hint = "`viva init NAME` makes a new bot." if not folder.is_dir() else "Name the folder of a bot."
        raise BotError(name, [Problem("bot.yaml", 0, what, hint)])
    patterns = ("*.yaml", "tests/*.yaml", "*.voice.json", LIST)
    paths = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    if (folder / CODE_FILE).is_file():
        paths.append(folder / CODE_FILE)
    files = read_recordings(folder)
    problems = []
    total = 0
    for path in paths:
        file = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        total += len(data)
        try:
            files[file] = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            problems.append(Problem(file, line, "got bytes that are not UTF-8, expected UTF-8 text."))
    if total > MOST_BYTES:
        what = f"the bot's files have {total} bytes, expected at most {MOST_BYTES}."
        problems.append(Problem("bot.yaml", 0, what))
    if problems:
        raise BotError(name, problems)
    return files


def load_bot_files(name: str, files: dict[str, str]) -> Bot:
    """Load a bot from files kept with a call. Raises BotError."""
    return load_bot_from_files(files, name)


def load_bot_from_files(files: dict[str, str], name: str, *, folder: str = "") -> Bot:
    """Load a bot from its files: path inside the folder -> text. Raises BotError with all problems.

    folder: where its recordings lie; '' nowhere.
    """
    source = read(yaml_files(files))
    code = read_code(files.get(CODE_FILE))
    source.problems += [*code.problems, *check_list(files)]
    model = None if source.broken else validate(source)
    if model is None:
        raise BotError(name, source.problems)

    known_language = model.language.split("-")[0] in languages()
    if not known_language:
        what = f"there are no prompts for the language `{model.language}`."
        source.report(("language",), what, nearest(model.language, languages()))
    prompts = dict(default_prompts(model.language if known_language else languages()[0]))
    prompts |= {one: written(said) for one, said in model.prompts.items()}

    intents = {*model.intents, *BUILT_IN_INTENTS}
    names = Names(source, intents, set(model.flows), code, prompts, model.transfer)
    slots = _slots(model, names)
    flows = close_takes(
        {one: FlowCompiler(one, flow, names, slots).compile() for one, flow in model.flows.items()}
    )
    entities = _entities(model, slots)
    start = model.start or ("start" if "start" in model.flows else "")
    if model.start:
        names.expect("flow", model.start, model.flows, ("start",))
    crosscheck.check(model, names, slots, flows, entities, start)
    language = _language(model, names, entities)
    check_marks(model.intents, entities, names)
    _classifier(model.engines.voice, files, names)
    check_synthesizer(model.engines.synthesizer, model.voice, names)
    pronunciations = _pronunciations(model, names)
    if source.problems:
        raise BotError(name, source.problems)
    return Bot(
        name,
        model.title,
        model.description,
        fingerprint(files),
        language,
        _voice(model),
        model.engines.model_dump(exclude={"synthesizer"}),
        EngineSettings(**model.engines.synthesizer.model_dump()),
        _with_roles(names.prompts, flows.values(), model),
        _turn(model.turn),
        RepairSettings(**model.repair.model_dump()),
        start,
        model.transfer,
        slots,
        flows,
        tuple(code.functions),
        dict(files),
        pronunciations,
        model.voice.adapt,
        folder,
    )


def _with_roles(prompts: dict[str, Prompt], flows: Iterable[Flow], model: form.BotFile) -> dict[str, Prompt]:
    """A prompt without a role has that of the step which asks or confirms with it."""
    of_steps: dict[str, Role] = {}
    for flow in flows:
        for step in flow.steps:
            if isinstance(step, Ask):
                of_steps[step.prompt] = "question"
            elif isinstance(step, Confirm):
                of_steps[step.prompt] = "confirmation"
    for name, said in model.prompts.items():
        if said.role is not None:
            of_steps.pop(name, None)
    return {
        name: replace(said, role=of_steps.get(name, "statement")) if said.role == "statement" else said
        for name, said in prompts.items()
    }


def fingerprint(files: dict[str, str]) -> str:
    """SHA-256 over the sorted files; each path and text is preceded by its length in bytes."""
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path].encode()):
            digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def _slots(model: form.BotFile, names: Names) -> dict[str, Slot]:
    """The slots that are defined, asked for with an entity, or filled by actions and `set`."""
    known = {*model.entities, *FREE_ENTITIES, "yes_no"}
    slots: dict[str, Slot] = {}
    for name, one in model.slots.items():
        path: Path_ = ("slots", name)
        if not re.fullmatch(r"[A-Za-z_]\w*", name):
            names.report(path, f"`{name}` cannot name a slot.", "Use letters, digits and `_`.")
        if name in SENSED:
            _reserved(name, path, names)
        if one.entity:
            names.expect("entity", one.entity, known, (*path, "entity"))
        slots[name] = Slot(
            name,
            one.entity,
            one.label or _label(name),
            one.keep,
            names.prompt(one.prompt, (*path, "prompt")) or _if_known(f"ask_{name}", names),
            names.prompt(one.help, (*path, "help")) or _if_known(f"ask_{name}_help", names),
            one.check,
        )
    for flow, one_flow in model.flows.items():
        for path, step in crosscheck.all_steps(one_flow.steps, ("flows", flow, "steps")):
            filled: list[tuple[str, str]] = []
            match step:
                case form.AskStep(ask=name, entity=entity) if entity:
                    names.expect("entity", entity, known, (*path, "entity"))
                    filled = [(name, entity)]
                    if name in slots and slots[name].entity not in ("", entity):
                        what = f"the slot `{name}` already takes the entity `{slots[name].entity}`."
                        names.report((*path, "entity"), what, "Leave `entity` out here, or use another slot.")
                case form.DoStep(into=name) if name:
                    filled = [(name, "")]
                case form.SetStep(set=values):
                    filled = [(name, "") for name in values]
            for name, entity in filled:
                if name in SENSED and name not in model.slots:
                    _reserved(name, path, names)
                if name not in slots:
                    ask, help_ = (_if_known(f"ask_{name}{end}", names) for end in ("", "_help"))
                    slots[name] = Slot(name, entity, _label(name), False, ask, help_)
    return slots


def _reserved(name: str, path: Path_, names: Names) -> None:
    what = f"`{name}` cannot name a slot: it is what the call senses."
    names.report(path, what, f"Call the slot `caller_{name}` or the like.")


def _label(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).lower()


def _if_known(prompt: str, names: Names) -> str:
    return prompt if prompt in names.prompts else ""


def _entities(model: form.BotFile, slots: dict[str, Slot]) -> dict[str, EntitySpec]:
    entities: dict[str, EntitySpec] = {}
    marked = marked_values(one for examples in model.intents.values() for one in examples)
    for name, one in model.entities.items():
        listed = one.values if isinstance(one.values, dict) else {value: [] for value in one.values}
        values = {
            value: (said,) if isinstance(said, str) else tuple(said or ()) for value, said in listed.items()
        }
        kind = one.kind or ("pattern" if one.pattern else "list")
        if kind == "phrase":
            values |= dict.fromkeys(marked.get(name, ()), ())
        limits = (one.minimum, one.maximum)
        entities[name] = EntitySpec(
            name, kind, values, one.pattern, *limits, one.prefer or "", one.currency.upper()
        )
    for slot in slots.values():
        if slot.entity in FREE_ENTITIES and slot.entity not in entities:
            entities[slot.entity] = EntitySpec(slot.entity, slot.entity, {})  # type: ignore[arg-type]
    return entities


def _language(model: form.BotFile, names: Names, entities: dict[str, EntitySpec]) -> Language:
    understanding = model.understanding
    for intent in understanding.cost.intents:
        names.expect("intent", intent, names.intents, ("understanding", "cost", "intents", intent))
    owners = {example: intent for intent, said in model.intents.items() for example in said}
    for index, example in enumerate(understanding.outside):
        if example in owners:
            what = f"`{example}` is outside of all intents here, and an example of `{owners[example]}`."
            names.report(("understanding", "outside", index), what, "Keep one of the two.")
    return Language(
        model.language,
        {one: tuple(said) for one, said in model.intents.items()},
        entities,
        tuple(understanding.outside),
        Costs(**understanding.cost.model_dump()),
    )


def _pronunciations(model: form.BotFile, names: Names) -> tuple[Pronunciation, ...]:
    """How the bot's own words are said; what says nothing, or in no sound of the language, is reported."""
    for word, one in model.pronunciations.items():
        path: Path_ = ("pronunciations", word)
        if not any(sign.isalnum() for sign in word):
            names.report(path, f"`{word}` is no word.", "Write the word as it stands in prompts and values.")
        if not one.say.strip() and not one.ipa.strip():
            what = f"`{word}` has no pronunciation."
            names.report(path, what, 'Write how it sounds, e.g. "win" for Nguyen, or {ipa: "wɪn"}.')
        if unknown := unknown_sounds(one.ipa, model.language):
            what = (
                f"`{one.ipa}` has `{unknown[0]}`, which is no sound that voices of `{model.language}` make."
            )
            names.report((*path, "ipa"), what, "Write it in the international phonetic alphabet.")
    return tuple(Pronunciation(word, one.say, one.ipa) for word, one in model.pronunciations.items())


def _classifier(file: str, files: dict[str, str], names: Names) -> None:
    """Report a classifier of the voice that is not there, or is none."""
    if not file:
        return
    known = [path for path in files if path.endswith(".voice.json")]
    if file not in known:
        what = f"there is no file `{file}` in the bot's folder."
        hint = nearest(file, known) if known else "`viva train voice DATA --out NAME.voice.json` makes one."
        names.report(("engines", "voice"), what, hint)
        return
    try:
        read_classifier(files[file])
    except ValueError as error:
        names.report(("engines", "voice"), f"`{file}` {error}.")


def _voice(model: form.BotFile) -> Voice:
    """Without a name eSpeak NG's voice of the bot's language, or the first of another engine."""
    voice, name = model.voice, model.voice.name
    if not name and model.engines.synthesizer.engine == "espeak":
        name = "en-gb" if model.language.lower() == "en" else voice_of_language(library(), model.language)
    return Voice(name, voice.rate, voice.pitch, voice.volume)


def _turn(turn: form.TurnFile) -> TurnSettings:
    return TurnSettings(**turn.model_dump())
