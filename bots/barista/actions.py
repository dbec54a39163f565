"""The bar's queue: orders in the order of their coming."""

from typing import Any

_queue: list[dict[str, str]] = []


async def place_order(call: Any, coffeeDrink: str, **details: str | None) -> int:
    """Put an order into the queue; returns its number."""
    order = {"coffeeDrink": coffeeDrink, **{name: value for name, value in details.items() if value}}
    _queue.append(order)
    return len(_queue)
