"""Agreement of the findings stated in two texts: precision, recall and F1, micro and macro."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from training.text.report_labeller import STATED


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def clinical_scores(
    references: Sequence[Collection[str]], predictions: Sequence[Collection[str]]
) -> dict[str, float]:
    """Scores of finding sets, one pair a study.

    Micro counts over all findings and studies; macro is the mean F1 of the findings that at least
    one reference states. `No Finding` is no finding here.
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
    each = [
        _ratio(2 * hits[finding], stated[finding] + wanted[finding])
        for finding in STATED
        if wanted[finding]
    ]
    return {
        "clinicalPrecision": precision,
        "clinicalRecall": recall,
        "clinicalF1": _ratio(2 * precision * recall, precision + recall),
        "clinicalMacroF1": _ratio(sum(each), len(each)),
    }
