"""The written findings against the labels of films that have no report: NIH and ROCO, validation.

Each film is given alone, as the frontal one. What a text states is held against the labels of the
film; findings that the collection does not label are left out on both sides.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.decoders.films import FilmFeatures
from training.findings import FINDINGS, NO_FINDING
from training.metrics.clinical import clinical_scores

Figures = dict[str, float]


class LabelledFilms(FilmFeatures):
    """A folder that `features --films labelled` wrote: maps and logits, labels and groups."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        rows: list[dict[str, Any]] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        self.names: list[str] = [row["file"] for row in rows]
        self.groups: list[str] = [row["group"] for row in rows]
        self.stated = [frozenset(row["stated"]) for row in rows]
        self.known = [frozenset(row["known"]) for row in rows]


def label_scores(
    found: Sequence[Collection[str]],
    stated: Sequence[Collection[str]],
    known: Sequence[Collection[str]],
    groups: Sequence[str],
) -> dict[str, Figures]:
    """Group -> clinical figures, its films and the share of them for which a finding is given."""
    result = {}
    for group in sorted(set(groups)):
        places = [place for place, other in enumerate(groups) if other == group]
        predictions = [set(found[place]) & set(known[place]) for place in places]
        references = [set(stated[place]) & set(known[place]) for place in places]
        result[group] = clinical_scores(references, predictions)
        result[group]["films"] = float(len(places))
        result[group]["stating"] = sum(map(bool, predictions)) / len(places)
    return result


def over_thresholds(
    logits: np.ndarray, calibration: Sequence[Mapping[str, Any]]
) -> list[frozenset[str]]:
    """The findings that the app lists as found, for head logits [n, 17].

    A finding counts when the encoder's manifest judges it and sigmoid(logit / temperature + bias)
    reaches its threshold.
    """
    found = []
    for row in logits:
        names = set()
        for name, logit, entry in zip(FINDINGS, row, calibration, strict=True):
            score = 1 / (1 + np.exp(-(logit / entry["temperature"] + entry["bias"])))
            listed = entry["judged"] and name != NO_FINDING
            if listed and score >= entry["threshold"]:
                names.add(name)
        found.append(frozenset(names))
    return found
