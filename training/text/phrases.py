"""Phrases, six tokens running within a sentence, of the reports that a decoder learns from.

A pack keeps their fingerprints alone, which tell of a phrase whether it was there. src/engine/decoding/phrases.ts does exactly the same.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

import numpy as np

from training.text.scrambled import scrambled
from training.text.vocabulary import EOS, PAD

PHRASE_LENGTH = 6
"""Tokens of a phrase; those before the first token of a sentence are PAD."""

Phrase = tuple[int, ...]


class Phrases:
    """fingerprints: uint32, ascending; vocabulary: how many tokens there are."""

    def __init__(self, fingerprints: np.ndarray, vocabulary: int) -> None:
        self.fingerprints = fingerprints
        self._known = frozenset(fingerprints.tolist())
        self._vocabulary = vocabulary
        self._tokens = np.arange(vocabulary, dtype=np.uint64)
        self._following: dict[Phrase, frozenset[int]] = {}
        self._others: dict[frozenset[int], list[int]] = {}

    @staticmethod
    def of(
        sentences: Iterable[Sequence[int]], never: Iterable[int], full_stop: int, vocabulary: int
    ) -> Phrases:
        """The phrases of sentences that end with a full stop.

        Those with a token of `never` are left out, and those from which no others lead to a full
        stop.
        """
        unsaid = frozenset(never) - {PAD}
        phrases: set[Phrase] = set()
        for sentence in sentences:
            padded = [*[PAD] * (PHRASE_LENGTH - 1), *sentence]
            for end in range(PHRASE_LENGTH, len(padded) + 1):
                phrase = tuple(padded[end - PHRASE_LENGTH : end])
                if unsaid.isdisjoint(phrase):
                    phrases.add(phrase)
        while True:
            starts = {phrase[:-1] for phrase in phrases}
            ends = {p for p in phrases if p[-1] != full_stop and p[1:] not in starts}
            if not ends:
                break
            phrases -= ends
        found = sorted(fingerprint(phrase) for phrase in phrases)
        return Phrases(np.unique(np.array(found, dtype="<u4")), vocabulary)

    @staticmethod
    def read(text: str, vocabulary: int) -> Phrases:
        """From what `written` made of them."""
        return Phrases(np.frombuffer(base64.b64decode(text), dtype="<u4"), vocabulary)

    def written(self) -> str:
        """The fingerprints, little-endian, in base64."""
        return base64.b64encode(self.fingerprints.astype("<u4").tobytes()).decode()

    def following(self, sentence: Sequence[int]) -> frozenset[int]:
        """The tokens that followed, in those reports, the last five of an open sentence."""
        missing = max(0, PHRASE_LENGTH - 1 - len(sentence))
        before = (*[PAD] * missing, *sentence[1 - PHRASE_LENGTH :])
        if before not in self._following:
            made = scrambled(fingerprint(before) + self._tokens + 1)
            found = (token for token, one in enumerate(made.tolist()) if one in self._known)
            self._following[before] = frozenset(found)
        return self._following[before]

    def others(self, sentence: Sequence[int]) -> list[int]:
        """The tokens that did not; <eos>, which follows sentences, is none of them."""
        following = self.following(sentence)
        if following not in self._others:
            kept = following | {EOS}
            self._others[following] = [i for i in range(self._vocabulary) if i not in kept]
        return self._others[following]


def fingerprint(tokens: Iterable[int]) -> int:
    """Of a phrase, or of the beginning of one; of none it is 0."""
    made = 0
    for token in tokens:
        made = int(scrambled(np.array(made + token + 1)))
    return made
