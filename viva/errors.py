"""The one root of VIVA's own errors, so that a caller of the library can catch them together."""


class VivaError(Exception):
    """Something that a person can mend: a bot file, an option, a missing model, a bad recording.

    `message` says what was got and what was expected, `hint` (may be empty) what to do next.
    The command line prints both without a traceback and ends with `exit_code`. A fault of VIVA
    itself is not a `VivaError`: it keeps its traceback.
    """

    exit_code: int = 1
    """Status of the process when this error ends a command: 1 failed, 2 wrongly asked."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class InputError(VivaError):
    """What a command was pointed at is not what it takes: rows, calls, personas, a model's file."""

    exit_code = 2
