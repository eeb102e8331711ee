"""Sentences that say another one again in other words, dropped after decoding and after guidance.

Long reports of the decoder come back to a finding that they have told: "There is a moderate sized
right pleural effusion. There is a small right pleural effusion with atelectasis." Or they deny the
same twice: "There is no pleural effusion. No pneumothorax or pleural effusion." The first mention
stays, unless the other says all of it and more. src/engine/decoding/restatements.ts does exactly
the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.decoders.stances import NAMES, WORDS, Sentence, stances
from training.text.preparation import COMMA

LIGHT = frozenset([*WORDS["light"].split(), COMMA])
"""Words that do not tell one statement from another."""
DENYING = frozenset(WORDS["denying"])
"""A sentence with one of these denies or reports the normal state."""
SIZES = frozenset(WORDS["sizes"])
SIDES: dict[str, frozenset[str]] = {
    side: frozenset(names) for side, names in WORDS["sides"].items()
}
"""Words that name a side, or both."""
SIDE_NAMES = frozenset[str]().union(*SIDES.values())


class _Said:
    """A sentence, and what of its words tells it from others."""

    def __init__(self, words: Sentence):
        self.content = frozenset(words) - LIGHT
        self.sizes = self.content & SIZES
        self.stated, self.denied, self.normal = stances(words)
        self.denies = bool(self.content & DENYING)
        self.sides = {side for side, names in SIDES.items() if names & self.content}
        names = {part for f in self.stated for name in NAMES[f] for part in name.split()}
        self.rest = self.content - SIZES - SIDE_NAMES - names

    def within(self, other: _Said) -> bool:
        """Whether the other says all that this sentence says, sizes of what is stated apart."""
        if self.denies != other.denies:
            return False
        if self.denies:
            return self.content - SIZES <= other.content and other.sizes <= self.sizes
        has_findings = bool(self.stated) and self.stated <= other.stated
        return has_findings and self.rest <= other.content and self.sides <= other.sides

    def echoes(self, other: _Said) -> bool:
        """Whether both state the like: three fifths of the words, counted on the shorter."""
        shorter = min(len(self.content), len(other.content))
        shared = len(self.content & other.content)
        return bool(shorter) and not (self.denies or other.denies) and 5 * shared >= 3 * shorter

    def grows_into(self, later: _Said) -> bool:
        """Whether a later sentence says all of this one and more, so that this one can go."""
        if not self.within(later) or later.within(self):
            return False
        if not self.denies:
            return bool(later.sizes) or not self.sizes
        more = self.denied < later.denied
        return bool(self.denied) and more and self.normal <= later.normal | later.denied


def kept_sentences(sentences: Sequence[Sentence]) -> list[int]:
    """Places of the sentences that stay; words are lower case, without full stops.

    A sentence that states goes when it shares three fifths of the words of one before, or states
    nothing but findings that one before states on the same sides; one that denies goes when one
    before has all its words. One goes too when a later one says all of it and more.
    """
    kept: list[tuple[int, _Said]] = []
    for place, words in enumerate(sentences):
        said = _Said(words)
        if any(said.within(other) or said.echoes(other) for _, other in kept):
            continue
        kept = [(at, other) for at, other in kept if not other.grows_into(said)]
        kept.append((place, said))
    return [place for place, _ in kept]
