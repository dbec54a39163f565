"""The keys of a bot's files, as pydantic models: what is checked, and what the JSON Schema is made from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from viva.dialogue.steps import Check
from viva.speaking.prompt import Role
from viva.understanding.engine import EntityKind, Preference


class Part(BaseModel):
    """Unknown keys are refused, and a text is not taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


Texts = Annotated[str | list[str], Field(union_mode="left_to_right")]


class PromptFile(Part):
    role: Role | None = Field(
        default=None, description="What it does, and so how it sounds; else as the step has it that says it."
    )
    first: Texts = Field(default=[], description="Words, or variants that take turns.")
    again: Texts = Field(default=[], description="When the question is put once more.")
    corrected: Texts = Field(default=[], description="After the caller has corrected something.")
    returning: Texts = Field(default=[], description="To a caller who has called this bot before.")


def _prompt(value: Any) -> Any:
    return {"first": value} if isinstance(value, str | list) else value


Words = Annotated[PromptFile, BeforeValidator(_prompt, json_schema_input_type=PromptFile | str | list[str])]
Prompt = Annotated[
    Words,
    Field(
        description="The name of a prompt, or the words themselves (then with a space), variants of them, or "
        "words for each occasion."
    ),
]
NO_PROMPT = PromptFile()
Milliseconds = Annotated[int, Field(ge=1, le=3_600_000)]
Cost = Annotated[float, Field(gt=0, le=1000)]
Condition = Annotated[
    str | bool, Field(description="An expression; where it is false the step is passed by.")
]


class TurnFile(Part):
    cut_in_cost: Cost = Field(default=3.0, description="Of cutting the caller off once.")
    waiting_cost: Cost = Field(default=1.0, description="Of a second of silence after the caller's turn.")
    longest_silence_ms: Milliseconds = Field(
        default=2000, description="Silence that ends the caller's turn in any case."
    )
    no_input_ms: Milliseconds = Field(default=6000, description="Silence after a question, as no input.")
    wait_ms: Milliseconds = Field(default=30000, description='The same after "hold on".')
    max_turn_ms: Milliseconds = Field(default=30000, description="The longest that a caller may speak.")
    barge_in: bool = Field(default=True, description="Whether the caller may interrupt the bot.")
    backchannels: bool = Field(
        default=True, description='Whether the bot says "mm-hm" while a caller tells a long story.'
    )
    fillers: bool = Field(default=True, description="Whether the bot says that a slow action takes a moment.")
    max_call_ms: Milliseconds = 1_800_000


class RepairFile(Part):
    no_input: int = Field(default=3, ge=1, le=10, description="Silences in a row to give up after.")
    no_match: int = Field(default=3, ge=1, le=10, description="Misunderstood answers in a row, likewise.")
    unsure_below: float = Field(
        default=0.5, ge=0, le=1, description="Confidence below which `check: unsure` asks back."
    )


class CostFile(Part):
    wrong: float = Field(
        default=2, gt=0, le=1_000_000, description="Of acting on an intent that the caller did not have."
    )
    reject: float = Field(
        default=1, gt=0, le=1_000_000, description="Of asking again though the caller was understood."
    )
    intents: dict[str, Annotated[float, Field(gt=0, le=1_000_000)]] = Field(
        default={}, description="Intent -> its own `wrong`."
    )


class UnderstandingFile(Part):
    cost: CostFile = Field(
        default=CostFile(), description="What mistakes cost; an intent is refused where that is cheaper."
    )
    outside: list[str] = Field(default=[], description="What callers say that is none of the intents.")


class VoiceFile(Part):
    name: str = Field(default="", description="The engine's own name; a voice of the language if left out.")
    rate: int = Field(default=165, ge=80, le=450, description="Words per minute.")
    pitch: int = Field(default=50, ge=0, le=100)
    volume: int = Field(default=100, ge=0, le=200)
    adapt: float = Field(
        default=1.0, ge=0, le=1, description="How far it follows the caller and the line; 0 not at all."
    )


class PronunciationFile(Part):
    say: str = Field(default="", description="What the voice is given in its place.")
    ipa: str = Field(
        default="", description="In the international phonetic alphabet, for a voice that takes it."
    )


Engine = Literal["espeak", "kokoro", "openai", "piper"]


class SynthesizerFile(Part):
    engine: Engine = "espeak"
    model: str = Field(
        default="",
        description="Kokoro, Piper: a folder, or OWNER/NAME of the hub. OpenAI: the endpoint's name.",
    )
    url: str = Field(default="", description="OpenAI: the endpoint, e.g. `https://speech.example.org/v1`.")
    key: str = Field(default="", description="OpenAI: the environment variable with the key; never the key.")
    speed: bool = Field(default=False, description="OpenAI: whether the endpoint follows the field `speed`.")
    limit_ms: int = Field(
        default=2500, ge=200, le=30_000, description="Longest wait for audio before the fallback speaks."
    )
    fallback: Literal["espeak", "none"] = Field(
        default="espeak", description="What speaks where this engine fails or is too slow."
    )


def _synthesizer(value: Any) -> Any:
    return {"engine": value} if isinstance(value, str) else value


class EnginesFile(Part):
    recognizer: str = "moonshine-tiny"
    synthesizer: Annotated[
        SynthesizerFile,
        BeforeValidator(_synthesizer, json_schema_input_type=SynthesizerFile | Engine),
    ] = SynthesizerFile()
    voice: str = Field(default="", description="A file `NAME.voice.json` that `viva train voice` wrote.")


class EntityFile(Part):
    kind: EntityKind | None = Field(
        default=None,
        description="`list` or `pattern` where left out; `phrase` is learned from marks in the examples.",
    )
    values: dict[str, list[str] | str | None] | list[str] = Field(
        default={}, description="Value -> other ways to say it, or a list of values."
    )
    pattern: str = Field(
        default="", description="Regular expression over lower-case words; for `code` over the whole code."
    )
    minimum: int | None = Field(default=None, description="Lowest number, fewest digits or minutes.")
    maximum: int | None = Field(default=None, description="Highest number, most digits or minutes.")
    prefer: Preference | None = Field(default=None, description="Which of the days that fit is meant.")
    currency: str = Field(default="", description="ISO 4217, of sums of money said without one.")


class SlotFile(Part):
    entity: str = Field(default="", description="Entity, or `yes_no`; none for results of actions.")
    label: str = Field(default="", description="How people call it; its name if left out.")
    keep: bool = Field(default=False, description="Known for the whole call.")
    prompt: Prompt = Field(default=NO_PROMPT, description="The question; `ask_NAME` if left out.")
    help: Prompt = Field(
        default=NO_PROMPT, description="Help with the question; `ask_NAME_help` if there is one."
    )
    check: Check = Field(default="never", description="When the single value is read back at once.")


class Step(Part):
    when: Condition = True


class AskStep(Step):
    ask: str = Field(description="The slot to fill; passed by when it has a value.")
    entity: str = Field(default="", description="Its entity, where the slot is not under `slots`.")
    prompt: Prompt = NO_PROMPT
    help: Prompt = NO_PROMPT
    optional: bool = Field(default=False, description='A plain "no" is an answer.')
    check: Check | None = None
    choices: str = Field(default="", description="An expression for the list that the answer must come from.")
    cut_in_cost: Cost | None = None
    waiting_cost: Cost | None = None
    longest_silence_ms: Milliseconds | None = None
    no_input_ms: Milliseconds | None = None


class SayStep(Step):
    say: Prompt


class ConfirmStep(Step):
    confirm: Prompt = Field(description="What is read back, as a question that yes or no answers.")
    help: Prompt = NO_PROMPT
    on_no: list[StepFile] | None = Field(default=None, description='Steps after a plain "no".')
    cut_in_cost: Cost | None = None
    waiting_cost: Cost | None = None
    longest_silence_ms: Milliseconds | None = None
    no_input_ms: Milliseconds | None = None


class IfStep(Part):
    if_: str = Field(alias="if")
    then: list[StepFile]
    else_: list[StepFile] = Field(default=[], alias="else")


class DoStep(Step):
    do: str = Field(description="A function in actions.py.")
    with_: dict[str, str | int | float | bool | None] | list[str] = Field(
        default=[],
        alias="with",
        description="Name -> expression, or slots of the same name.",
    )
    into: str = Field(default="", description="The slot for its result.")
    timeout_ms: Milliseconds = 5000
    on_fail: list[StepFile] | None = Field(default=None, description="Steps after a failure or a timeout.")


class SetStep(Step):
    set: dict[str, str | int | float | bool | None] = Field(description="Slot -> expression.")


class GoStep(Step):
    go: str = Field(description="A flow that takes over, with the same slots.")


class CallStep(Step):
    call: str = Field(description="A flow to run before going on, with the same slots.")


class TransferStep(Step):
    transfer: str | Literal[True] = Field(description="A target, or true for the bot's own.")
    say: Prompt = PromptFile(first="transferring")


class HangUpStep(Step):
    hang_up: str | Literal[True] = Field(description="The reason, kept with the call.")
    say: Prompt = PromptFile(first="goodbye")


class EndStep(Step):
    end: Literal[True]


STEPS: dict[str, type[Part]] = {
    "ask": AskStep,
    "confirm": ConfirmStep,
    "if": IfStep,
    "do": DoStep,
    "set": SetStep,
    "go": GoStep,
    "call": CallStep,
    "transfer": TransferStep,
    "hang_up": HangUpStep,
    "end": EndStep,
    "say": SayStep,  # last: `transfer` and `hang_up` have a `say` too
}
WORDS = ("end", "hang_up", "transfer")
"""Steps that may be written as one word."""


def _step(value: Any) -> Any:
    return {value: True} if isinstance(value, str) and value in WORDS else value


def _tag(value: Any) -> str | None:
    if isinstance(value, Part):
        return next((f"{key} step" for key, model in STEPS.items() if type(value) is model), None)
    if isinstance(value, dict):
        return next((f"{key} step" for key in STEPS if key in value), None)
    return None


_AnyStep = Annotated[
    Annotated[AskStep, Tag("ask step")]
    | Annotated[SayStep, Tag("say step")]
    | Annotated[ConfirmStep, Tag("confirm step")]
    | Annotated[IfStep, Tag("if step")]
    | Annotated[DoStep, Tag("do step")]
    | Annotated[SetStep, Tag("set step")]
    | Annotated[GoStep, Tag("go step")]
    | Annotated[CallStep, Tag("call step")]
    | Annotated[TransferStep, Tag("transfer step")]
    | Annotated[HangUpStep, Tag("hang_up step")]
    | Annotated[EndStep, Tag("end step")],
    Discriminator(_tag),
]
StepFile = Annotated[
    _AnyStep, BeforeValidator(_step, json_schema_input_type=_AnyStep | Literal["end", "hang_up", "transfer"])
]


class FlowFile(Part):
    title: str = Field(default="", description='As in "back to {title}" and "I can help with {title}".')
    intents: Texts = Field(default=[], description="Intents that start it.")
    takes: list[str] = Field(default=[], description="Slots that the caller may fill without being asked.")
    help: Prompt = NO_PROMPT
    again: Literal["correct", "replace"] = Field(
        default="correct", description="What a second request for it means while it is under way."
    )
    steps: list[StepFile]


def _flow(value: Any) -> Any:
    return {"steps": value} if isinstance(value, list) else value


def _entity(value: Any) -> Any:
    if isinstance(value, list):
        return {"values": value}
    return {"kind": value} if isinstance(value, str) else value


def _slot(value: Any) -> Any:
    return {"entity": value} if isinstance(value, str) else value


def _say(value: Any) -> Any:
    return {"say": value} if isinstance(value, str) else value


def _voice(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


Entity = Annotated[EntityFile, BeforeValidator(_entity, json_schema_input_type=EntityFile | str | list[str])]
Slot = Annotated[SlotFile, BeforeValidator(_slot, json_schema_input_type=SlotFile | str)]


class BotFile(Part):
    """A bot: `bot.yaml` and the other YAML files beside it, merged by these keys."""

    title: str = Field(min_length=1, description="What callers and the console see.")
    description: str = ""
    language: str = Field(default="en", description="BCP 47.")
    voice: Annotated[VoiceFile, BeforeValidator(_voice, json_schema_input_type=VoiceFile | str)] = VoiceFile()
    engines: EnginesFile = EnginesFile()
    turn: TurnFile = TurnFile()
    repair: RepairFile = RepairFile()
    understanding: UnderstandingFile = UnderstandingFile()
    pronunciations: dict[
        str,
        Annotated[PronunciationFile, BeforeValidator(_say, json_schema_input_type=PronunciationFile | str)],
    ] = Field(default={}, description="Word, or words -> how it is said.")
    start: str = Field(default="", description="The flow that opens the call; `start` if there is one.")
    transfer: str = Field(default="", description="Where callers who need a person are sent.")
    intents: dict[str, list[str]] = Field(
        default={},
        description="Intent -> example utterances; `{entity}` is a place, `[value](entity)` a marked value.",
    )
    entities: dict[
        str,
        Annotated[EntityFile, BeforeValidator(_entity, json_schema_input_type=EntityFile | str | list[str])],
    ] = {}
    slots: dict[str, Annotated[SlotFile, BeforeValidator(_slot, json_schema_input_type=SlotFile | str)]] = {}
    flows: dict[
        str, Annotated[FlowFile, BeforeValidator(_flow, json_schema_input_type=FlowFile | list[StepFile])]
    ] = Field(min_length=1)
    prompts: dict[str, Words] = Field(
        default={}, description="Prompt -> words, variants that take turns, or words for each occasion."
    )


for _model in (ConfirmStep, IfStep, DoStep, FlowFile, BotFile):
    _model.model_rebuild()
