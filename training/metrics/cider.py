"""CIDEr as the public COCO caption scorer computes it (clipped, length penalty sigma 6)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from training.metrics.bleu import ngram_counts

ORDER = 4
SIGMA = 6.0

Vector = list[dict[tuple[str, ...], float]]


class CiderScorer:
    """CIDEr against document frequencies of a fixed set of reference texts.

    For the corpus figure the set is the references scored themselves; for a training reward it is
    the texts of the train split.
    """

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        self.frequency: Counter[tuple[str, ...]] = Counter()
        for tokens in corpus:
            self.frequency.update(set(ngram_counts(tokens, ORDER)))
        self.log_documents = math.log(len(corpus)) if corpus else 0.0

    def vector(self, tokens: Sequence[str]) -> tuple[Vector, list[float], int]:
        """TF-IDF vectors by n-gram length, their norms, and the count of bigrams."""
        vector: Vector = [{} for _ in range(ORDER)]
        squares = [0.0] * ORDER
        length = 0
        for ngram, count in ngram_counts(tokens, ORDER).items():
            size = len(ngram) - 1
            weight = count * (self.log_documents - math.log(max(1.0, self.frequency[ngram])))
            vector[size][ngram] = weight
            squares[size] += weight**2
            if size == 1:
                length += count
        return vector, [math.sqrt(square) for square in squares], length

    def score(self, reference: Sequence[str], prediction: Sequence[str]) -> float:
        """CIDEr of one pair (10 for an exact match with every n-gram length present)."""
        reference_vector, reference_norm, reference_length = self.vector(reference)
        vector, norm, length = self.vector(prediction)
        penalty = math.exp(-((length - reference_length) ** 2) / (2 * SIGMA**2))
        total = 0.0
        for size in range(ORDER):
            value = 0.0
            other = reference_vector[size]
            for ngram, weight in vector[size].items():
                reference_weight = other.get(ngram, 0.0)
                value += min(weight, reference_weight) * reference_weight
            if norm[size] != 0 and reference_norm[size] != 0:
                value /= norm[size] * reference_norm[size]
            total += value * penalty
        return total / ORDER * 10.0


def corpus_cider(
    references: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]]
) -> float:
    """Mean CIDEr over the corpus, document frequencies from its own references."""
    if not references:
        return 0.0
    scorer = CiderScorer(references)
    pairs = zip(references, predictions, strict=True)
    return sum(scorer.score(reference, prediction) for reference, prediction in pairs) / len(
        references
    )
