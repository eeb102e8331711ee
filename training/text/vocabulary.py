"""The decoder's word list: four special tokens, then words by falling frequency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.text.phrases import Phrases

PAD, BOS, EOS, UNK = 0, 1, 2, 3
SPECIAL = ("<pad>", "<bos>", "<eos>", "<unk>")


@dataclass(frozen=True)
class Vocabulary:
    """Token list (id = place), the words written with capitals, and the phrases that may be written,
    where they are known."""

    tokens: tuple[str, ...]
    cased: dict[str, str] = field(default_factory=dict)
    phrases: Phrases | None = None

    def __post_init__(self) -> None:
        if self.tokens[: len(SPECIAL)] != SPECIAL:
            raise ValueError(f"a vocabulary begins with {SPECIAL}")
        if len(set(self.tokens)) != len(self.tokens):
            raise ValueError("a vocabulary holds no token twice")

    @cached_property
    def ids(self) -> dict[str, int]:
        """Token -> id."""
        return {token: index for index, token in enumerate(self.tokens)}

    def encode(self, tokens: Sequence[str]) -> list[int]:
        """Ids of tokens; unknown ones become UNK."""
        ids = self.ids
        return [ids.get(token, UNK) for token in tokens]

    def decode(self, ids: Iterable[int]) -> list[str]:
        """Tokens of ids."""
        return [self.tokens[index] for index in ids]


def build_vocabulary(
    reports: Iterable[Sequence[Sequence[str]]], minimum: int, cased: dict[str, str] | None = None
) -> Vocabulary:
    """Words seen at least `minimum` times in reports given as lists of sentence tokens.

    Ties in frequency are broken by the alphabet, so that the list is the same on every machine.
    """
    counts: Counter[str] = Counter()
    for sentences in reports:
        for sentence in sentences:
            counts.update(sentence)
    kept = sorted(
        (token for token, count in counts.items() if count >= minimum),
        key=lambda token: (-counts[token], token),
    )
    tokens = (*SPECIAL, *kept)
    return Vocabulary(tokens, {w: f for w, f in (cased or {}).items() if w in set(kept)})
