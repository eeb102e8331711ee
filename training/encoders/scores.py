"""Figures of an encoder on films with known findings."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import roc_auc_score

from ..data.film import Film
from ..findings import FINDINGS

MIN_POSITIVES = 10
"""A finding with fewer positives is not measured."""

GROUPS: dict[str, tuple[str, ...]] = {
    "nih": ("nih", "nih_128", "nih_more"),
    "iu": ("iu",),
    "roco": ("roco",),
    "mimic": ("mimic",),
}
MEASURED = frozenset(source for sources in GROUPS.values() for source in sources)
"""Collections whose validation films the figures are of."""


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Logistic function, float64, without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * logits.astype(np.float64)))


def aurocs(probabilities: np.ndarray, labels: np.ndarray, known: np.ndarray) -> dict[str, float]:
    """AUROC of each finding with at least MIN_POSITIVES positives and as many negatives.

    All arrays [n, 17]; `known` masks the labels that count.
    """
    result = {}
    for index, name in enumerate(FINDINGS):
        rows = known[:, index] > 0
        truth = labels[rows, index]
        if min(truth.sum(), (1 - truth).sum()) >= MIN_POSITIVES:
            result[name] = float(roc_auc_score(truth, probabilities[rows, index]))
    return result


def by_study(
    films: list[Film], probabilities: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean probability, labels and known-mask of each study (its views averaged)."""
    studies: dict[str, list[int]] = {}
    for index, film in enumerate(films):
        studies.setdefault(film.study or film.path.name, []).append(index)
    rows = list(studies.values())
    mean = np.stack([probabilities[row].mean(axis=0) for row in rows])
    labels = np.stack([films[row[0]].labels for row in rows])
    known = np.stack([(films[row[0]].weights > 0).astype(np.float32) for row in rows])
    return mean, labels, known


def _summary(scores: dict[str, float], count: int) -> dict[str, object]:
    mean = float(np.mean(list(scores.values()))) if scores else float("nan")
    rounded = {name: round(value, 4) for name, value in scores.items()}
    return {"films": count, "meanAuroc": round(mean, 4), "auroc": rounded}


def source_figures(films: list[Film], probabilities: np.ndarray) -> dict[str, dict[str, object]]:
    """Mean and per-finding AUROC of NIH, ROCO, IU (each view, and both averaged by study).

    In ROCO a finding that the caption does not mention, or mentions as uncertain, counts as absent.
    """
    result: dict[str, dict[str, object]] = {}
    for group, sources in GROUPS.items():
        rows = [i for i, film in enumerate(films) if film.source in sources]
        if not rows:
            continue
        labels = np.stack([films[i].labels for i in rows])
        known = np.stack([(films[i].weights > 0).astype(np.float32) for i in rows])
        if group == "roco":
            known[:] = 1.0
        if group != "iu":
            scores = aurocs(probabilities[rows], labels, known)
            result[group] = _summary(scores, len(rows))
            continue
        views = np.array([films[i].view for i in rows])
        for view, name in enumerate(("iuFrontal", "iuLateral")):
            chosen = views == view
            scores = aurocs(probabilities[np.array(rows)[chosen]], labels[chosen], known[chosen])
            result[name] = _summary(scores, int(chosen.sum()))
        study = by_study([films[i] for i in rows], probabilities[rows])
        result["iu"] = _summary(aurocs(*study), len(study[0]))
    return result


def recalls(predicted: np.ndarray, truth: np.ndarray, names: tuple[str, ...]) -> dict[str, float]:
    """Recall of each class that occurs, and the accuracy over all."""
    result = {
        name: round(float((predicted[truth == index] == index).mean()), 4)
        for index, name in enumerate(names)
        if (truth == index).any()
    }
    result["accuracy"] = round(float((predicted == truth).mean()), 4)
    return result
