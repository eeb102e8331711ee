"""Corpus BLEU-1..4 as the public COCO caption scorer gives it (closest reference length)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence

TINY = 1e-15
SMALL = 1e-9


def ngram_counts(tokens: Sequence[Hashable], order: int = 4) -> Counter[tuple[str, ...]]:
    """Counts of all n-grams of length 1 to `order`."""
    counts: Counter[tuple[str, ...]] = Counter()
    for size in range(1, order + 1):
        for start in range(len(tokens) - size + 1):
            counts[tuple(tokens[start : start + size])] += 1
    return counts


def corpus_bleu(
    references: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]], order: int = 4
) -> list[float]:
    """BLEU-1..`order` over a corpus with one reference a prediction.

    The additive terms TINY and SMALL are those of pycocoevalcap's `bleu_scorer.py`, so that the
    figures agree to the last digits.
    """
    if len(references) != len(predictions):
        raise ValueError(f"{len(references)} references but {len(predictions)} predictions")
    correct = [0] * order
    guessed = [0] * order
    predicted_length = 0
    reference_length = 0
    for reference, prediction in zip(references, predictions, strict=True):
        predicted_length += len(prediction)
        reference_length += len(reference)
        for size in range(1, order + 1):
            guessed[size - 1] += max(0, len(prediction) - size + 1)
        reference_counts = ngram_counts(reference, order)
        for ngram, count in ngram_counts(prediction, order).items():
            correct[len(ngram) - 1] += min(count, reference_counts.get(ngram, 0))
    return _from_counts(correct, guessed, predicted_length, reference_length)


def _from_counts(
    correct: Sequence[int], guessed: Sequence[int], predicted_length: int, reference_length: int
) -> list[float]:
    """BLEU-1..n from matches and n-grams by length, and the lengths of both sides."""
    scores = []
    product = 1.0
    for size in range(len(correct)):
        product *= (correct[size] + TINY) / (guessed[size] + SMALL)
        scores.append(product ** (1.0 / (size + 1)))
    ratio = (predicted_length + TINY) / (reference_length + SMALL)
    if ratio < 1:
        scores = [score * math.exp(1 - 1 / ratio) for score in scores]
    return scores


class ConstantBleu:
    """BLEU of one text held against every reference: `corpus_bleu` with that text as each prediction.

    How many references hold an n-gram at least k times is counted once, so that many texts can be
    tried.
    """

    def __init__(self, references: Sequence[Sequence[str]], order: int = 4) -> None:
        self.order = order
        self.count = len(references)
        self.length = sum(len(reference) for reference in references)
        self.holding: Counter[tuple[tuple[str, ...], int]] = Counter()
        for reference in references:
            for ngram, count in ngram_counts(reference, order).items():
                self.holding.update((ngram, least) for least in range(1, count + 1))

    def scores(self, text: Sequence[str]) -> list[float]:
        """BLEU-1..`order`."""
        correct = [0] * self.order
        for ngram, count in ngram_counts(text, self.order).items():
            matches = (self.holding[(ngram, least)] for least in range(1, count + 1))
            correct[len(ngram) - 1] += sum(matches)
        guessed = [self.count * max(0, len(text) - size) for size in range(self.order)]
        return _from_counts(correct, guessed, self.count * len(text), self.length)
