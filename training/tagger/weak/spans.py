"""Entity spans of one sentence, by the span rules and decisions of spec/ENTITIES.md.

The sentence is read from right to left: each head noun takes the words before it that belong to
it (kind words and organ adjectives for a finding, position words for anatomy), so the longest
nominal group wins and nothing nests.
"""

from ..words import Word
from .attributes import AttributeRules
from .devices import DeviceRules
from .findings import FindingRules
from .remnants import RemnantRules
from .view import Span


class SentenceReader(FindingRules, DeviceRules, AttributeRules, RemnantRules):
    """Finds the spans of one sentence."""

    def read(self) -> list[Span]:
        """All spans, in order, never overlapping."""
        i = len(self.units) - 1
        while i >= 0:
            start = self._span_ending_at(i)
            i = (start if start is not None else i) - 1
        self._predicates()
        self._lost_heads()
        self._chemicals()
        return sorted(self.spans, key=lambda span: span.first)

    def _span_ending_at(self, i: int) -> int | None:
        if self._device_head(i):
            return self._device(i)
        if self._disease_head(i):
            start = self._disease_start(i)
            if start is not None:
                return self._emit(start, i, "DISEASE")
        if self._anatomy_head(i):
            return self._anatomy(i)
        return None


def spans_of(words: list[Word]) -> list[Span]:
    """The spans of one sentence given as words."""
    return SentenceReader(words).read()
