"""The keys of a persona file, as pydantic models. What they mean for a call stands in
docs/reference/personas.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PositiveFloat

from viva.lab.simulate.distribution import Choice, Distribution, Drawn, around, between, fixed

ScalarValue = str | int | float | bool
Share = Annotated[float, Field(ge=0, le=1)]
Texts = Annotated[list[str], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
Endings = Literal["completed", "transfer", "refused"]
ENDINGS: tuple[Endings, ...] = ("completed", "transfer", "refused")


class Part(BaseModel):
    """Unknown keys are refused, and a text is not taken for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True, frozen=True)


class Ends(Part):
    """How a call should end for its caller: one of these."""

    action: str = Field(default="", description="This action ran with the goal's values.")
    with_: dict[str, str] = Field(
        default={}, alias="with", description="Argument of the action -> slot, where their names differ."
    )
    prompt: str = Field(default="", description="This prompt was heard.")
    how: Endings | None = Field(
        default=None,
        description="`completed`: the flow came to its end with the goal's values; `transfer`: the caller "
        "was put through; `refused`: the bot did nothing, as it was none of its business.",
    )


def _ends(value: Any) -> Any:
    return {"how": value} if isinstance(value, str) else value


class GoalFile(Part):
    intent: str = Field(default="", description="The bot's intent; none for what is out of its scope.")
    slots: dict[str, ScalarValue | list[ScalarValue]] = Field(
        default={},
        description="Slot -> a value, a list of values of which one is drawn, `any` (the caller takes "
        "another one where that is not to be had), `maybe` (any, in every second call), or `none`.",
    )
    ends: Annotated[Ends, BeforeValidator(_ends, json_schema_input_type=Ends | Endings)] | None = None
    say: Texts = Field(default=[], description="How callers put it, in words that the bot does not know.")
    answers: dict[str, Texts] = Field(default={}, description="Slot -> how callers answer its question.")


class Speech(Part):
    """Disfluencies per word: 0.026 fillers, 0.015 repeats and 0.019 restarts are usual among people
    (Bortfeld et al. 2001, Language and Speech 44: 5.97 in 100 words together)."""

    fillers: Share = Field(default=0.026, description='"um", per word.')
    repeats: Share = Field(default=0.015, description='"I I\'d like", per word.')
    restarts: Share = Field(default=0.0, description='"can I, can I have", per utterance.')
    pauses: Share = Field(
        default=0.05, description="A silence inside an utterance, per value or filler in it."
    )
    pause_ms: Drawn = around(450, 1.6)
    groups: Choice = Field(default={"3": 3, "4": 1}, description="Digits dictated in one breath.")
    group_pause_ms: Drawn = around(350, 1.4)
    double: Share = Field(default=0.1, description='"double five" for two equal digits.')


class Mistakes(Part):
    mends: Share = Field(default=0.0, description="Says a wrong value and mends it in the same breath.")
    slips: Share = Field(default=0.0, description="Says a wrong value, and mends it when it is read back.")
    overlooks: Share = Field(default=0.02, description="Says yes to a read-back that is wrong.")
    wrong_answers: Share = Field(default=0.0, description="Answers something else.")
    asks_again: Share = Field(default=0.0, description='"Sorry, what was that?"')
    silences: Share = Field(default=0.0, description="Says nothing where an answer is due.")
    noises: Share = Field(default=0.0, description="Coughs instead of answering.")


class Overlaps(Part):
    interrupts: Share = Field(
        default=0.0, description="Answers before the bot has finished, per sentence of it."
    )
    after: Drawn = Field(default=between(0.3, 0.9), description="At this share of the sentence.")
    backchannels: Share = Field(default=0.0, description='"mm-hm", per sentence of at least two seconds.')


class Patience(Part):
    repairs: Drawn = Field(default=between(4, 7), description="Misunderstandings in a call, then hangs up.")
    wait_ms: Drawn = Field(
        default=between(8000, 14000), description="Silence of the bot; then asks, then goes."
    )
    call_ms: Drawn = Field(default=between(180_000, 300_000), description="A call that lasts longer is left.")


class Sounds(Part):
    voice: Choice = Field(
        default={}, description="The synthesizer's voices; left out: of the bot's language."
    )
    rate: Drawn = Field(default=between(150, 185), description="Words per minute.")
    pitch: Drawn = Field(default=between(35, 65), description="0..100.")
    level_db: Drawn = Field(default=fixed(0.0), description="Above or below the usual loudness of speech.")
    noise: Choice = Field(default={"none": 1}, description="What is behind the caller, or an audio file.")
    snr_db: Drawn = Field(default=between(10, 20), description="Of the speech to that noise.")
    line: Choice = Field(default={"wideband": 1}, description="What carries the call.")
    loss: Drawn = Field(default=fixed(0.0), description="Share of packets lost.")
    echo_db: Drawn | None = Field(
        default=None, description="The bot's own voice that comes back, against it."
    )
    recordings: str = Field(
        default="", description="A file of labels: requests are recordings of people, with their values."
    )


class PersonaFile(Part):
    description: str = ""
    weight: PositiveFloat = Field(default=1.0, description="How often, against the others.")
    goals: Choice = Field(default={}, description="Left out: all goals of the file, or else the bot's own.")
    second_goal: Share = Field(default=0.0, description="Calls with two goals.")
    tells: Choice = Field(
        default={"one": 1}, description="How much it says in its request: `one` value at most, `some`, `all`."
    )
    own_words: Share = Field(
        default=0.7, description="Requests in the goal's `say`; else the bot's examples."
    )
    delay_ms: Drawn = Field(default=around(650, 1.5), description="Before it answers.")
    speech: Speech = Speech()
    mistakes: Mistakes = Mistakes()
    overlaps: Overlaps = Overlaps()
    patience: Patience = Patience()
    sounds: Sounds = Sounds()


class PersonasFile(Part):
    goals: dict[str, GoalFile] = {}
    personas: dict[str, PersonaFile] = {}
    phrases: dict[str, Texts] = Field(
        default={}, description="In place of the built-in ones, such as `affirm`."
    )


TELLS = ("one", "some", "all")
ENTRY: dict[str, type[BaseModel]] = {"goals": GoalFile, "personas": PersonaFile}
SECTION: dict[str, type[BaseModel]] = {
    "ends": Ends,
    "speech": Speech,
    "mistakes": Mistakes,
    "overlaps": Overlaps,
    "patience": Patience,
    "sounds": Sounds,
}

__all__ = ["Distribution", "GoalFile", "PersonaFile", "PersonasFile"]
