"""Names of the rows of a decoder in the tables of `evaluate`."""

from __future__ import annotations

from training.decoders.search import Search, search_name

DEFAULT = "lite-gru"
"""The decoder that is evaluated when none is named."""

CONSTANT = "best constant report (chosen on these texts)"
FREQUENT = "most frequent train report"
RANDOM = "random train report"


def row(decoder: str, search: Search, precision: str) -> str:
    """All films that it takes; `precision` is `float32`, or `int8` for the decoder alone."""
    return f"{decoder} {search_name(search)}, {precision}"


def frontal_row(decoder: str, search: Search) -> str:
    """The frontal film alone, int8."""
    return f"{row(decoder, search, 'int8')}, frontal film alone"


def shipped_row(decoder: str, search: Search = 1) -> str:
    """Encoder and decoder with the weights of their packs."""
    return f"{row(decoder, search, 'int8')} as shipped"


def engine_row(decoder: str, search: Search = 1) -> str:
    """By the TypeScript engine from the film files (`engine-reports`)."""
    return f"{row(decoder, search, 'int8')} in TypeScript"


def points_row(decoder: str) -> str:
    """The findings that the decoder is told, as if they were its text."""
    return f"finding head at the operating points of {decoder}"


def thresholds_row(encoder: str) -> str:
    """What the app lists as found: judged findings at the encoder's own thresholds."""
    return f"finding head of {encoder} at its own thresholds"


def nearest_row(encoder: str) -> str:
    """The report of the train study whose films look most alike."""
    return f"nearest neighbour ({encoder} features)"
