"""README.md of the sample shelf: how the pictures were made, how near they come to any film."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HEAD = """# Sample studies

**These pictures show no patient.** Each is a composite made by `python -m training samples`: 36 or
more films of one finding (Indiana University / Open-i, CC BY-NC-ND 4.0; for the effusion also NIH
ChestX-ray14) are brought onto their common shape by affine and dense registration, averaged band by
band, raised to the sharpness that single films have, and completed with texture that is a random
mixture of all films' differences from the mean, with drawn vessels and grain. No single film gives
any part of a picture. They are for demonstration and tests, not for teaching or evaluation.

## How near they come to a film

| picture | films | nearest film | nearest two films | detail | detail, two films |
|---|---|---|---|---|---|
"""
NOTES = """
- *films*: averaged, and how many of the candidates' films the mean stands for where it stands for
  the fewest (1 / sum of squared weights).
- *nearest film*: largest normalised correlation of the finished picture with any of the candidate
  films as they are, at 96 px. *nearest two films*: the largest between two of those films (copies
  left out). A picture that copied a film would be nearer to it than any two films are to each
  other; none is.
- *detail*: on the common shape, largest correlation of the picture's detail (structure of 1 to 6 px
  at 256 px) with that of a film in it; *detail, two films*: the largest between two of these films.
  A mean is nearer to each than they are to each other; its shape is the films' mean shape.
"""
READINGS = """
## What the models say of them

`npm run -s report -- --pairs FILE` with the packs {models}. Calibrated probability of the finding a
picture was made for, the findings with the highest probabilities, and the text.

| sample | finding | probability | highest | text |
|---|---|---|---|---|
"""


def _films(row: dict[str, Any]) -> str:
    return f"{row['films']} of {row['candidates']}, at least {row['effective']:.0f} everywhere"


def write_readme(out: Path, readings: list[dict[str, Any]]) -> None:
    """Write `out/README.md` from figures.json, index.json and the lines of the report command."""
    lines = [HEAD]
    for row in json.loads((out / "figures.json").read_text()):
        numbers = [row["nearest"], row["nearest_pair"], row["detail"], row["film_to_film"]]
        cells = [row["picture"], _films(row), *(f"{number:.3f}" for number in numbers)]
        lines.append(f"| {' | '.join(cells)} |\n")
    lines.append(NOTES)
    if readings:
        model = readings[0]["model"]
        lines.append(READINGS.format(models=f"of {model['id']} {model['version']}"))
        for study in json.loads((out / "index.json").read_text()):
            lines += [_reading(study, row) for row in readings if _is_of(row, study)]
    (out / "README.md").write_text("".join(lines))


def _is_of(reading: dict[str, Any], study: dict[str, Any]) -> bool:
    return Path(reading["frontal"]).name == study["frontal"]


def _reading(study: dict[str, Any], reading: dict[str, Any]) -> str:
    probability = {row["name"]: row["probability"] for row in reading["findings"]}
    highest = sorted(probability.items(), key=lambda item: -item[1])[:3]
    named = ", ".join(f"{name} {value:.2f}" for name, value in highest)
    own = f"{probability[study['finding']]:.2f}"
    return f"| {study['id']} | {study['finding']} | {own} | {named} | {reading['text']} |\n"
