"""What the rules for numbers, ordinals and money mean."""

from __future__ import annotations

from typing import NamedTuple

from viva.understanding.reading import JsonValue
from viva.understanding.values.grammar import Args
from viva.understanding.values.reference import Reference

_MOST = 10**15
"""Beyond it a sum of money or a number is not spoken, and a float not exact."""


class Money(NamedTuple):
    amount: int | float
    currency: str
    """ISO 4217; '' where none was said and the bot names none."""

    def json(self) -> JsonValue:
        return {"amount": self.amount, "currency": self.currency}


def plain(args: Args, about: Reference) -> int | float | None:
    """The sum of what was kept as `n`, `part` and `more`, times `times`, an int where it is whole."""
    value = (args.get("n", 0) + args.get("part", 0)) * args.get("times", 1) + args.get("more", 0)
    return _tidy(value)


def negative(args: Args, about: Reference) -> int | float | None:
    return -args["n"] if args["n"] > 0 else None


def fraction(args: Args, about: Reference) -> float | None:
    """`n` of so many parts, not rounded."""
    return args.get("n", 1) / args["of"] if args["of"] > 1 else None


def point(args: Args, about: Reference) -> float | int | None:
    """ "Two point five": `digits` after the point."""
    return _tidy(float(f"{args.get('n', 0)}.{args['digits']}"))


def digits(args: Args, about: Reference) -> str:
    """Digits one after the other, or a number below a hundred among them."""
    return str(args["d"]) + str(args.get("more", ""))


def in_digits(args: Args, about: Reference) -> int | None:
    """ "Nine nine nine": digits one by one."""
    return int(args["digits"]) if len(args["digits"]) <= 15 else None


def dictated(args: Args, about: Reference) -> int | None:
    """ "One oh five", "one twenty five", "nineteen ninety nine": hundreds and what follows."""
    if not args["n"] > 0 or args["rest"] < args.get("least", 0):
        return None
    if args.get("two") and args["n"] < 10:
        return None
    return int(args["n"] * 100 + args["rest"])


def ordinal(args: Args, about: Reference) -> int | None:
    """`n`, after `hundreds` where they are kept."""
    hundreds = args.get("hundreds", 0)
    if hundreds % 100:
        return None
    value = hundreds + args["n"]
    return int(value) if value == int(value) and value else None


def money(args: Args, about: Reference) -> Money | None:
    """`n` and `more` (hundredths) of a currency, `currency` its possible codes. With `small` the amount is
    in hundredths; with `dictated` a first part below ten stands for hundreds: "four fifty dollars"."""
    n = args.get("n", 1) + args.get("part", 0)
    more = args.get("more", 0)
    if not args.get("least", 0) <= more < 100 or (more and n != int(n)):
        return None
    if args.get("small"):
        amount = n / 100
    elif args.get("dictated") and n < 10:
        amount = 100 * n + more
    else:
        amount = n + more / 100
    if abs(amount) > _MOST:
        return None
    value = round(amount, 2)
    return Money(int(value) if value == int(value) else value, _currency(args, about))


def negative_money(args: Args, about: Reference) -> Money | None:
    value: Money = args["value"]
    return value._replace(amount=-value.amount) if value.amount > 0 else None


def mended_money(args: Args, about: Reference) -> Money | None:
    """ "Forty dollars, no, fifty": the currency stays."""
    before: Money = args["before"]
    found = money(args, about)
    return found._replace(currency=before.currency) if found else None


def _currency(args: Args, about: Reference) -> str:
    """What was said; of several that share a name the bot's own, else the first."""
    codes: list[str] = args.get("currency", "").split()
    if not codes or about.currency in codes:
        return about.currency
    return codes[0]


def _tidy(value: float) -> int | float | None:
    if abs(value) > _MOST:
        return None
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded
