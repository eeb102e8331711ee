"""The quality gate: when a film is refused, called turned, or taken for the other view.

Operating points are chosen on validation films so that at most FALSE_ALARMS of good films are
stopped, and are never below FLOOR.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..findings import ORIENTATIONS, VIEWS
from .augment import turn
from .inference import Logits, run
from .network import FilmEncoder
from .scores import recalls
from .validation import Validation, ValidationLogits

FALSE_ALARMS = 0.005
FLOOR = 0.5
TURNED = 250
"""Validation films that are given in every orientation."""
OTHER = VIEWS.index("other")
CHESTS = ("iu", "nih", "nih_128", "nih_more", "roco", "kermany", "covid", "covid_more")
UPRIGHT_CERTAIN = ("nih", "nih_128", "nih_more", "kermany", "iu")


@dataclass(frozen=True)
class Gate:
    """Probabilities above which the gate acts (manifest `gate`)."""

    other: float
    orientation: float
    view: float


def softmax(logits: np.ndarray) -> np.ndarray:
    """Rows to probabilities, float64."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def _point(alarms: np.ndarray) -> float:
    """The lowest point, from FLOOR on, that at most FALSE_ALARMS of the values exceed."""
    allowed = int(np.floor(FALSE_ALARMS * len(alarms)))
    limit = float(np.sort(alarms)[::-1][allowed])
    return round(min(max(limit, FLOOR), 0.9999), 4)


def choose_gate(validation: Validation, logits: Logits) -> Gate:
    """Operating points from the validation films."""
    view = softmax(logits.view)
    orientation = softmax(logits.orientation)
    chests = validation.rows(*CHESTS)
    upright = validation.rows(*UPRIGHT_CERTAIN)
    iu = validation.rows("iu")
    truth = validation.views[iu]
    wrong = view[iu, 1 - truth]
    turned = orientation[upright, 1:].max(axis=1)
    return Gate(_point(view[chests, OTHER]), _point(turned), _point(wrong))


def orientation_figures(model: FilmEncoder, validation: Validation, gate: Gate) -> dict[str, Any]:
    """Recall of each orientation on IU and NIH validation films given in it, by largest
    probability and at the gate's point."""
    rows = validation.rows("iu", "nih", "nih_128", "nih_more")
    rng = np.random.default_rng(5)
    rows = rng.permutation(rows)[:TURNED]
    predicted, truth, caught = [], [], []
    for orientation in range(len(ORIENTATIONS)):
        films = np.stack([turn(validation.pixels[row], orientation) for row in rows])
        chances = softmax(run(model, films, validation.side).orientation)
        predicted.append(chances.argmax(axis=1))
        truth.append(np.full(len(rows), orientation))
        if orientation > 0:
            caught.append(float((chances[:, orientation] > gate.orientation).mean()))
    figures: dict[str, Any] = recalls(
        np.concatenate(predicted), np.concatenate(truth), ORIENTATIONS
    )
    figures["recallAtGate"] = round(float(np.mean(caught)), 4)
    figures["films"] = len(rows)
    return figures


def gate_figures(validation: Validation, logits: ValidationLogits, gate: Gate) -> dict[str, Any]:
    """View accuracy, recall of other pictures, and how many chest films the gate would refuse."""
    view = softmax(logits.films.view)
    others = softmax(logits.others.view)
    iu = validation.rows("iu")
    nih = validation.rows("nih", "nih_128", "nih_more")
    chests = validation.rows(*CHESTS)
    return {
        "iuView": recalls(view[iu].argmax(axis=1), validation.views[iu], VIEWS),
        "nihFrontal": round(float((view[nih].argmax(axis=1) == 0).mean()), 4),
        "otherRecall": round(float((others.argmax(axis=1) == OTHER).mean()), 4),
        "otherRecallAtGate": round(float((others[:, OTHER] > gate.other).mean()), 4),
        "others": len(others),
        "chestsRefused": round(float((view[chests, OTHER] > gate.other).mean()), 5),
        "chests": len(chests),
    }
