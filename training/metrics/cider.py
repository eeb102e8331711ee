"""CIDEr as the public COCO caption scorer computes it (clipped, length penalty sigma 6)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from training.metrics.bleu import ngram_counts

ORDER = 4
SIGMA = 6.0

Weigher = Callable[[tuple[str, ...]], float]


@dataclass(frozen=True)
class Terms:
    """A text as weights of its n-grams, by their length, the norm of each, and the count of bigrams."""

    weights: list[dict[tuple[str, ...], float]]
    norms: list[float]
    bigrams: int

    @staticmethod
    def of(tokens: Sequence[Hashable], weigh: Weigher) -> Terms:
        """The terms of a text; `weigh`: the weight of one occurrence of an n-gram."""
        weights: list[dict[tuple[str, ...], float]] = [{} for _ in range(ORDER)]
        for ngram, count in ngram_counts(tokens, ORDER).items():
            weights[len(ngram) - 1][ngram] = count * weigh(ngram)
        norms = [math.sqrt(sum(weight**2 for weight in terms.values())) for terms in weights]
        return Terms(weights, norms, max(0, len(tokens) - 1))

    def similarity(self, prediction: Terms) -> float:
        """Mean over the n-gram lengths of the clipped cosine, under the length penalty; 0 to 1."""
        penalty = math.exp(-((prediction.bigrams - self.bigrams) ** 2) / (2 * SIGMA**2))
        total = 0.0
        for size in range(ORDER):
            norms = self.norms[size] * prediction.norms[size]
            if norms == 0:
                continue
            held = self.weights[size]
            product = 0.0
            for ngram, weight in prediction.weights[size].items():
                reference = held.get(ngram, 0.0)
                product += min(weight, reference) * reference
            total += product / norms
        return total / ORDER * penalty


def plain_terms(tokens: Sequence[Hashable]) -> Terms:
    """Terms that all weigh alike: CIDEr without document frequencies, for texts of no corpus."""
    return Terms.of(tokens, lambda _: 1.0)


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

    def terms(self, tokens: Sequence[str]) -> Terms:
        """TF-IDF weights."""
        return Terms.of(
            tokens,
            lambda ngram: self.log_documents - math.log(max(1.0, self.frequency[ngram])),
        )

    def score(self, reference: Sequence[str], prediction: Sequence[str]) -> float:
        """CIDEr of one pair (10 for an exact match with every n-gram length present)."""
        return self.terms(reference).similarity(self.terms(prediction)) * 10.0


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
