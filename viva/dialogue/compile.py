"""Flows as written, nested, to flows as run, flat; and every name in them checked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viva.dialogue import format as form
from viva.dialogue import steps
from viva.dialogue.bot import Flow, Slot
from viva.dialogue.expressions import Expression, ExpressionError, parse
from viva.dialogue.names import Names
from viva.dialogue.problems import nearest
from viva.dialogue.sensed import SENSED, wrong_member
from viva.dialogue.source import Key

Path = tuple[Key, ...]


class FlowCompiler:
    """Compiles one flow; problems go to `names.source`."""

    def __init__(self, name: str, flow: form.FlowFile, names: Names, slots: dict[str, Slot]) -> None:
        self._name = name
        self._flow = flow
        self._names = names
        self._slots = slots
        self._code: list[steps.Instruction] = []
        self._tops: list[int] = []
        self._top = 0
        self._asked: dict[str, None] = {}

    def compile(self) -> Flow:
        path: Path = ("flows", self._name)
        flow, names = self._flow, self._names
        intents = [flow.intents] if isinstance(flow.intents, str) else flow.intents
        for index, intent in enumerate(intents):
            names.expect("intent", intent, names.intents, (*path, "intents", index))
        for index, slot in enumerate(flow.takes):
            names.expect("slot", slot, self._slots, (*path, "takes", index))
        if not flow.steps:
            names.report(path, f"the flow `{self._name}` has no steps.", "Add one, or remove the flow.")
        for index, step in enumerate(flow.steps):
            self._top = len(self._code)
            self._step(step, (*path, "steps", index))
        takes = tuple(dict.fromkeys([*self._asked, *(t for t in flow.takes if t in self._slots)]))
        help_prompt = names.prompt(flow.help, (*path, "help"))
        return Flow(
            self._name,
            flow.title,
            tuple(intents),
            takes,
            help_prompt,
            flow.again,
            tuple(self._code),
            tuple(self._tops),
        )

    def _emit(self, instruction: steps.Instruction) -> int:
        self._code.append(instruction)
        self._tops.append(self._top)
        return len(self._code) - 1

    def _block(self, block: Sequence[form.Part], path: Path) -> None:
        for index, step in enumerate(block):
            self._step(step, (*path, index))

    def _step(self, step: form.Part, path: Path) -> None:
        condition = step.when if isinstance(step, form.Step) else True
        if condition is True:
            self._plain(step, path)
            return
        text = "false" if condition is False else condition
        branch = self._emit(steps.Branch(self.expression(text, (*path, "when")), 0))
        self._plain(step, path)
        self._code[branch] = steps.Branch(self.expression(text, (*path, "when")), len(self._code))

    def _plain(self, step: form.Part, path: Path) -> None:
        names = self._names
        match step:
            case form.AskStep():
                self._ask(step, path)
            case form.SayStep():
                self._emit(steps.Say(names.prompt(step.say, (*path, "say"))))
            case form.ConfirmStep():
                self._confirm(step, path)
            case form.IfStep():
                self._if(step, path)
            case form.DoStep():
                self._do(step, path)
            case form.SetStep():
                pairs = [(slot, self.expression(e, (*path, "set", slot))) for slot, e in step.set.items()]
                self._emit(steps.Set(tuple(pairs)))
            case form.GoStep():
                names.expect("flow", step.go, names.flows, (*path, "go"))
                self._emit(steps.Go(step.go))
            case form.CallStep():
                names.expect("flow", step.call, names.flows, (*path, "call"))
                self._emit(steps.Call(step.call))
            case form.TransferStep():
                to = names.transfer if step.transfer is True else step.transfer
                if not to:
                    names.report(
                        (*path, "transfer"),
                        "a transfer without a target.",
                        "Name one here, or give the bot one with `transfer:` in bot.yaml.",
                    )
                self._emit(steps.Transfer(to, names.prompt(step.say, (*path, "say"))))
            case form.HangUpStep():
                reason = "goodbye" if step.hang_up is True else step.hang_up
                self._emit(steps.HangUp(reason, names.prompt(step.say, (*path, "say"))))
            case form.EndStep():
                self._emit(steps.End())

    def _ask(self, step: form.AskStep, path: Path) -> None:
        names, slot = self._names, self._slots.get(step.ask)
        if slot is None or not slot.entity:
            if slot is None:
                names.expect("slot", step.ask, self._slots, (*path, "ask"))
            else:
                names.report(
                    (*path, "ask"),
                    f"the slot `{step.ask}` has no entity, so no answer can fill it.",
                    "Give it one under `slots`, or with `entity:` here.",
                )
            return
        prompt = names.prompt(step.prompt, (*path, "prompt")) or slot.prompt
        if not prompt:
            names.report(
                (*path, "ask"),
                f"there is no question for the slot `{step.ask}`.",
                f"Give this step a `prompt`, or define the prompt `ask_{step.ask}`.",
            )
        self._asked[step.ask] = None
        self._emit(
            steps.Ask(
                step.ask,
                prompt,
                names.prompt(step.help, (*path, "help")) or slot.help,
                step.optional,
                step.check or slot.check,
                self.expression(step.choices, (*path, "choices")) if step.choices else None,
                _waits(step),
            )
        )

    def _confirm(self, step: form.ConfirmStep, path: Path) -> None:
        prompt = self._names.prompt(step.confirm, (*path, "confirm"))
        help_prompt = self._names.prompt(step.help, (*path, "help"))
        waits = _waits(step)
        at = self._emit(steps.Confirm(prompt, help_prompt, None, waits))
        if step.on_no is not None:
            jump = self._emit(steps.Jump(0))
            self._code[at] = steps.Confirm(prompt, help_prompt, len(self._code), waits)
            self._block(step.on_no, (*path, "on_no"))
            self._code[jump] = steps.Jump(len(self._code))

    def _if(self, step: form.IfStep, path: Path) -> None:
        condition = self.expression(step.if_, (*path, "if"))
        branch = self._emit(steps.Branch(condition, 0))
        self._block(step.then, (*path, "then"))
        otherwise = len(self._code)
        if step.else_:
            jump = self._emit(steps.Jump(0))
            otherwise = len(self._code)
            self._block(step.else_, (*path, "else"))
            self._code[jump] = steps.Jump(len(self._code))
        self._code[branch] = steps.Branch(condition, otherwise)

    def _do(self, step: form.DoStep, path: Path) -> None:
        given = {name: name for name in step.with_} if isinstance(step.with_, list) else step.with_
        self._names.action(step.do, list(given), path)
        pairs = tuple((name, self.expression(text, (*path, "with", name))) for name, text in given.items())
        at = self._emit(steps.Do(step.do, pairs, step.timeout_ms, step.into, None))
        if step.on_fail is not None:
            jump = self._emit(steps.Jump(0))
            self._code[at] = steps.Do(step.do, pairs, step.timeout_ms, step.into, len(self._code))
            self._block(step.on_fail, (*path, "on_fail"))
            self._code[jump] = steps.Jump(len(self._code))

    def expression(self, text: str | int | float | bool | None, path: Path) -> Expression:
        """An expression whose names are slots, or what the call senses."""
        if not isinstance(text, str):
            text = "null" if text is None else str(text).lower()
        try:
            expression = parse(text)
        except ExpressionError as error:
            self._names.report(path, f"{error}.")
            return parse("null")
        for name, attribute in expression.members:
            if name in SENSED:
                wrong = wrong_member(name, attribute)
                if wrong is not None:
                    self._names.report(path, *wrong)
            elif name not in self._slots:
                hint = nearest(name, [*self._slots, *SENSED])
                if re.fullmatch(r"\w+", text):
                    hint += " A text needs quotes inside, as in \"'large'\"."
                self._names.report(path, f"`{text}` names `{name}`, which is no slot.", hint)
        return expression


def _waits(step: form.AskStep | form.ConfirmStep) -> steps.Waits:
    return steps.Waits(step.cut_in_cost, step.waiting_cost, step.longest_silence_ms, step.no_input_ms)
