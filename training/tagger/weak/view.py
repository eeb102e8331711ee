"""Spans, and a sentence seen as units with what has been taken so far."""

from dataclasses import dataclass

from ..words import Word
from .units import units_of

COPULAS = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "appear",
        "appears",
        "appearing",
        "appeared",
        "remain",
        "remains",
        "remained",
        "look",
        "looks",
        "seem",
        "seems",
        "become",
        "becoming",
    ]
)


@dataclass(frozen=True)
class Span:
    """A span over the words `first..last` (inclusive) of a sentence."""

    first: int
    last: int
    type: str


class UnitView:
    """The units of one sentence, the spans found and the units they took."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.units = units_of(words)
        self.spans: list[Span] = []
        self.taken = [False] * len(self.units)

    def _norm(self, i: int) -> str:
        return self.units[i].norm if 0 <= i < len(self.units) else ""

    def _has(self, i: int, *roles: str) -> bool:
        return 0 <= i < len(self.units) and not self.units[i].roles.isdisjoint(roles)

    def _is_hyphen(self, i: int) -> bool:
        return self._norm(i) == "-" and self.units[i].glued_left and self.units[i].glued_right

    def _before(self, i: int) -> int:
        """Index of the unit before `i`, over one glued hyphen."""
        return i - 2 if self._is_hyphen(i - 1) else i - 1

    def _emit(self, start: int, end: int, kind: str) -> int:
        self.spans.append(Span(self.units[start].first, self.units[end].last, kind))
        for k in range(start, end + 1):
            self.taken[k] = True
        return start

    def _type_at(self, k: int) -> str | None:
        if k >= len(self.units) or not self.taken[k]:
            return None
        word = self.units[k].first
        for span in self.spans:
            if span.first <= word <= span.last:
                return span.type
        return None
