"""Agreement of the findings stated in two texts: precision, recall and F1, micro and macro."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from training.text.report_labeller import STATED


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def clinical_scores(
    references: Sequence[Collection[str]], predictions: Sequence[Collection[str]]
) -> dict[str, float]:
    """Scores of finding sets, one pair a study.

    Micro counts over all findings and studies; macro figures are means over the findings that at
    least one reference states, with precision 0 for one that no prediction states. `No Finding` is
    no finding here.
    """
    hits = dict.fromkeys(STATED, 0)
    stated = dict.fromkeys(STATED, 0)
    wanted = dict.fromkeys(STATED, 0)
    for reference, prediction in zip(references, predictions, strict=True):
        for finding in STATED:
            stated[finding] += finding in prediction
            wanted[finding] += finding in reference
            hits[finding] += finding in reference and finding in prediction
    total = sum(hits.values())
    precision = _ratio(total, sum(stated.values()))
    recall = _ratio(total, sum(wanted.values()))
    occurring = [finding for finding in STATED if wanted[finding]]

    def mean(values: Sequence[float]) -> float:
        return _ratio(sum(values), len(values))

    return {
        "clinicalPrecision": precision,
        "clinicalRecall": recall,
        "clinicalF1": _ratio(2 * precision * recall, precision + recall),
        "clinicalMacroPrecision": mean([_ratio(hits[f], stated[f]) for f in occurring]),
        "clinicalMacroRecall": mean([_ratio(hits[f], wanted[f]) for f in occurring]),
        "clinicalMacroF1": mean([_ratio(2 * hits[f], stated[f] + wanted[f]) for f in occurring]),
    }


def clinical_interval(
    references: Sequence[Collection[str]],
    predictions: Sequence[Collection[str]],
    draws: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % interval of the micro F1 when the studies are drawn anew (percentile bootstrap)."""
    counts = np.array(
        [
            (
                len(set(reference) & set(prediction) & set(STATED)),
                len(set(reference) & set(STATED)) + len(set(prediction) & set(STATED)),
            )
            for reference, prediction in zip(references, predictions, strict=True)
        ]
    ).reshape(-1, 2)
    if not len(counts):
        return 0.0, 0.0
    drawn = np.random.default_rng(seed).integers(0, len(counts), (draws, len(counts)))
    hits, said = counts[drawn].sum(axis=1).T
    scores = 2 * hits / np.maximum(said, 1)
    low, high = np.quantile(scores, (0.025, 0.975))
    return float(low), float(high)
