"""A bot, loaded and checked: plain values only. `load.py` makes one from a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from viva.dialogue.steps import Check, Instruction
from viva.speaking.engine import Voice
from viva.speaking.lexicon import Lexicon, Pronunciation
from viva.speaking.prompt import Prompt
from viva.speaking.settings import EngineSettings
from viva.speaking.wording import Wording
from viva.understanding.engine import Language


@dataclass(frozen=True, slots=True)
class TurnSettings:
    cut_in_cost: float = 3.0
    """Of cutting the caller off once, in the unit of `waiting_cost`."""
    waiting_cost: float = 1.0
    """Of a second of silence after the caller's turn is over."""
    longest_silence_ms: int = 2000
    """Silence after which the caller's turn is over in any case."""
    no_input_ms: int = 6000
    """Silence after the bot's question that counts as no input."""
    wait_ms: int = 30000
    """The same after the caller asked the bot to hold on."""
    max_turn_ms: int = 30000
    """The longest a caller may speak before the bot takes the turn."""
    barge_in: bool = True
    """Whether the caller may interrupt the bot."""
    backchannels: bool = True
    """Whether the bot says "mm-hm" while a caller tells a long story."""
    fillers: bool = True
    """Whether the bot says that a slow action takes a moment."""
    max_call_ms: int = 1_800_000


@dataclass(frozen=True, slots=True)
class RepairSettings:
    no_input: int = 3
    """Silences in a row after which the bot gives up on the question."""
    no_match: int = 3
    """Answers in a row that were not understood, likewise."""
    unsure_below: float = 0.5
    """An answer with less confidence than this is read back where its slot says `check: unsure`."""


@dataclass(frozen=True, slots=True)
class Slot:
    name: str
    entity: str
    """Name of an entity, or `yes_no`; '' for a slot that only actions and `set` fill."""
    label: str
    """How the bot and the caller call it, e.g. `phone number`."""
    keep: bool = False
    """Known for the whole call, not only in the flow that filled it."""
    prompt: str = ""
    help: str = ""
    check: Check = "never"


@dataclass(frozen=True, slots=True)
class Flow:
    name: str
    title: str
    """As in "back to {title}"; '' where it has none."""
    intents: tuple[str, ...]
    """Intents that start it."""
    takes: tuple[str, ...]
    """Slots that the caller may fill in this flow, asked for or not; in order of asking."""
    help: str
    again: Literal["correct", "replace"]
    """What a second request for the same flow means at its confirmation."""
    steps: tuple[Instruction, ...]
    tops: tuple[int, ...]
    """For each instruction, where the outermost step that it belongs to begins."""


@dataclass(frozen=True, slots=True)
class Bot:
    name: str
    """The name of its folder."""
    title: str
    description: str
    fingerprint: str
    """SHA-256, hexadecimal, over the sorted files: the same bot gives the same one anywhere."""
    language: Language
    voice: Voice
    engines: dict[str, str]
    """Kind of engine -> its name, e.g. `recognizer` -> `moonshine-tiny`; '' none. Not of the synthesizer."""
    synthesizer: EngineSettings
    prompts: dict[str, Prompt]
    turn: TurnSettings
    repair: RepairSettings
    start: str
    """The flow that opens the call; '' starts by asking how to help."""
    transfer: str
    """Where a caller who needs a person is sent, e.g. `sip:desk@example.org`; '' nowhere."""
    slots: dict[str, Slot]
    flows: dict[str, Flow]
    actions: tuple[str, ...] = ()
    """Names of the functions in `actions.py`."""
    files: dict[str, str] = field(default_factory=dict, repr=False)
    """Path inside the folder -> text; enough to load the bot again. Of a recording its digest."""
    pronunciations: tuple[Pronunciation, ...] = ()
    adapt: float = 1.0
    """How far its voice follows the caller and the line, 0..1."""
    folder: str = field(default="", compare=False, repr=False)
    """Where it was loaded from; '' for one that was kept with a call."""

    @property
    def wording(self) -> Wording:
        return Wording(self.prompts, self.language.code, Lexicon(self.pronunciations))
