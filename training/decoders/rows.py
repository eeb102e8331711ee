"""Names of the rows of a decoder in the tables of `evaluate`."""

from __future__ import annotations

DEFAULT = "lite-gru"
"""The decoder that is evaluated when none is named."""


def row(decoder: str, beam: int, precision: str) -> str:
    """Both films; `precision` is `float32` or `int8`."""
    return f"{decoder} {'greedy' if beam == 1 else f'beam {beam}'}, {precision}"


def frontal_row(decoder: str) -> str:
    """The frontal film alone, greedy, int8."""
    return f"{row(decoder, 1, 'int8')}, frontal film alone"


def shipped_row(decoder: str) -> str:
    """Greedy, on what the int8 encoder gives."""
    return f"{row(decoder, 1, 'int8')}, on the int8 encoder (as shipped)"


def engine_row(decoder: str) -> str:
    """Greedy, by the TypeScript engine from the film files (`engine-reports`)."""
    return f"{decoder} greedy, int8, TypeScript engine"
