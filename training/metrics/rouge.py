"""ROUGE-L (longest common subsequence F with beta 1.2), mean over the corpus."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

BETA = 1.2


def longest_common_subsequence(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """Length of the longest common subsequence of two token lists.

    A bit for each place of b, a whole row of the table at once (Hyyrö 2004, "Bit-parallel LCS-length
    computation revisited").
    """
    places: dict[Hashable, int] = {}
    for place, token in enumerate(b):
        places[token] = places.get(token, 0) | 1 << place
    everywhere = (1 << len(b)) - 1
    row = everywhere
    for token in a:
        matches = row & places.get(token, 0)
        row = (row + matches | row - matches) & everywhere
    return len(b) - row.bit_count()


def sentence_rouge_l(reference: Sequence[Hashable], prediction: Sequence[Hashable]) -> float:
    """ROUGE-L F of one pair; an empty side scores 0."""
    if not reference or not prediction:
        return 0.0
    common = longest_common_subsequence(prediction, reference)
    precision = common / len(prediction)
    recall = common / len(reference)
    if precision == 0 or recall == 0:
        return 0.0
    return (1 + BETA**2) * precision * recall / (recall + BETA**2 * precision)


def corpus_rouge_l(
    references: Sequence[Sequence[str]], predictions: Sequence[Sequence[str]]
) -> float:
    """Mean ROUGE-L over the corpus."""
    if not references:
        return 0.0
    pairs = zip(references, predictions, strict=True)
    return sum(sentence_rouge_l(reference, prediction) for reference, prediction in pairs) / len(
        references
    )
