"""A speaker's recordings in a bot's folder: which there are, what is wrong with them, what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from viva.dialogue.bot import Bot
from viva.dialogue.defaults import default_prompts
from viva.dialogue.problems import Problem, nearest
from viva.dialogue.source import Source, read, read_one, yaml_files
from viva.speaking.normalise import normalise
from viva.speaking.recordings import FOLDER, NO_RECORDINGS, Clip, Recordings
from viva.speaking.review import faults, unrecorded, used
from viva.speaking.words import folded_words

LIST = f"{FOLDER}/recordings.yaml"
KINDS = (".wav", ".flac", ".ogg")
_DIGEST = "sha256:"


def read_recordings(folder: Path) -> dict[str, str]:
    """What of the recordings belongs to a bot's files: their list, and of each clip its digest in its place.

    So a bot whose clips change is another bot, though none of them is kept with its calls. Raises OSError.
    """
    files: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*")):
        if path.suffix.lower() in KINDS:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            files[f"{FOLDER}/{path.name}"] = _DIGEST + digest
    return files


def check_list(files: dict[str, str]) -> list[Problem]:
    """What is wrong with the list as such: it is no mapping from files to words."""
    source = _listed(files)
    problems = list(source.problems)
    for file, words in source.data.items():
        if words is not None and not isinstance(words, str):
            where, line = source.where((file,))
            problems.append(Problem(where, line, f"got `{words}` for the words of {file}, expected text."))
    return problems


def recordings_of(bot: Bot) -> Recordings:
    """The clips of a bot that was loaded from a folder; of one kept with a call none."""
    if not bot.folder:
        return NO_RECORDINGS
    words = _listed(bot.files).data
    code = bot.language.code
    folder = Path(bot.folder) / FOLDER
    return Recordings(
        tuple(
            Clip(file, normalise(words.get(file) or "", code), folder / file, digest)
            for file, digest in _digests(bot.files).items()
        )
    )


def advise_recordings(bot: Bot) -> list[Problem]:
    """Warnings: clips that are bad or never heard, and what a speaker should still record."""
    recordings = recordings_of(bot)
    listed = _listed(bot.files)
    if not recordings.clips and not listed.data:
        return []
    return sorted(
        [
            *_list_against_folder(bot, recordings, listed),
            *_clips(bot, recordings, listed),
            *_missing(bot, recordings),
        ]
    )


def _list_against_folder(bot: Bot, recordings: Recordings, listed: Source) -> Iterator[Problem]:
    files = [clip.file for clip in recordings.clips]
    for file in listed.data:
        if recordings.named(file) is None:
            what = f"there is no {file} in {FOLDER}; its words are synthesized."
            yield Problem(*listed.where((file,)), what, nearest(file, files), warning=True)
    first: dict[tuple[str, ...], str] = {}
    for file, words in listed.data.items():
        other = first.setdefault(folded_words(normalise(words or "", bot.language.code)), file)
        if other != file and words:
            what = f"{file} has the same words as {other}, which is played."
            yield Problem(*listed.where((file,)), what, "Leave out one of the two.", warning=True)


def _clips(bot: Bot, recordings: Recordings, listed: Source) -> Iterator[Problem]:
    played = used(bot.prompts.values(), bot.wording, recordings)
    for clip in recordings.clips:
        place = listed.where((clip.file,)) if clip.file in listed.data else (f"{FOLDER}/{clip.file}", 0)
        for fault in faults(clip):
            yield Problem(*place, f"{clip.file}: {fault.message}", fault.hint, warning=True)
        if clip in played:
            continue
        if not clip.words:
            what = f"{clip.file} is never played: it has no words in {LIST}."
            yield Problem(*place, what, f"Add a line `{clip.file}: the words in it`.", warning=True)
        else:
            what = f"{clip.file} is never played: no prompt has the words {clip.words!r}."
            yield Problem(*place, what, "Write the words as the prompt has them.", warning=True)


def _missing(bot: Bot, recordings: Recordings) -> Iterator[Problem]:
    source = read(yaml_files(bot.files))
    built_in = default_prompts(bot.language.code)
    count = 0
    for name, stretches in to_record(bot, recordings).items():
        if bot.prompts[name] == built_in.get(name):
            count += 1
            continue
        what = f"not recorded for the prompt `{name}`: {'; '.join(stretches)}"
        yield Problem(*source.where(("prompts", name)), what, "These words are synthesized.", warning=True)
    if count:
        what = f"not recorded: words of {count} built-in prompts, which are synthesized."
        hint = "`viva check --to-record` lists them with all others."
        yield Problem(FOLDER, 0, what, hint, warning=True)


def to_record(bot: Bot, recordings: Recordings) -> dict[str, list[str]]:
    """Prompt -> stretches of its words that no clip has, as they are said."""
    found = {name: unrecorded(prompt, bot.wording, recordings) for name, prompt in bot.prompts.items()}
    return {name: stretches for name, stretches in found.items() if stretches}


def _listed(files: dict[str, str]) -> Source:
    return read_one(LIST, files[LIST]) if LIST in files else Source()


def _digests(files: dict[str, str]) -> dict[str, str]:
    return {
        path.removeprefix(f"{FOLDER}/"): text.removeprefix(_DIGEST)
        for path, text in files.items()
        if path.startswith(f"{FOLDER}/") and text.startswith(_DIGEST) and not path.endswith(".yaml")
    }
