"""Figures that a tagger pack may show, and of which run they are."""

import json
from pathlib import Path

SISTER = "train_only_"
"""Before the name of a figure of another run: the same recipe without the devel parts."""


def run_figures(folder: Path) -> dict[str, float]:
    """What `evaluate-tagger` (and with --int8, suffix `_int8`) measured of a run."""
    figures: dict[str, float] = {}
    for name, suffix in (("figures.json", ""), ("figures-int8.json", "_int8")):
        path = folder / name
        if path.exists():
            figures |= {key + suffix: value for key, value in json.loads(path.read_text()).items()}
    return figures


def own_figures(figures: dict[str, float]) -> dict[str, float]:
    """Figures that a tagger trained on the devel parts may show: none of the devel parts."""
    return {key: value for key, value in figures.items() if "_devel_" not in key}


def sister_figures(folder: Path, figures: dict[str, float], options: dict) -> dict[str, float]:
    """The devel figures of the train-only run in `folder`, named as such.

    Raises ValueError when that run saw the devel parts too, or was not measured.
    """
    if options.get("with_devel"):
        raise ValueError(f"{folder} was trained on the devel parts: its figures there say nothing")
    found = {SISTER + key: value for key, value in figures.items() if "_devel_" in key}
    if not found:
        raise ValueError(f"{folder} has no devel figures: run evaluate-tagger --name {folder.name}")
    return found
