"""`plot-log`: the curves of a training log (JSON lines) as an SVG.

Each line of a log is one object with `step` or `epoch` and figures; `train-encoder`, `train-tagger`
and `train-decoder` write `log.jsonl` into the folder of the run. Where a run was stopped and taken
up again, the later line of a step counts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

Curves = dict[str, tuple[list[float], list[float]]]


def append_line(path: Path, line: Mapping[str, object]) -> None:
    """Adds one object to a log."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def read_curves(path: Path, keys: Sequence[str]) -> Curves:
    """Figure -> (steps or epochs, values), in order, for figures whose name begins with one of `keys`.

    Figures may lie one level deep ({"loss": {"report": 0.2}} gives `loss report`). Raises ValueError
    when no line holds any.
    """
    values: dict[str, dict[float, float]] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        place = line.get("step", line.get("epoch"))
        flat: dict[str, object] = {}
        for name, value in line.items():
            if isinstance(value, dict):
                flat |= {f"{name} {inner}": part for inner, part in value.items()}
            else:
                flat[name] = value
        for name, value in flat.items():
            if name.startswith(tuple(keys)) and isinstance(value, int | float):
                values.setdefault(name, {})[float(place)] = float(value)
    if not values:
        raise ValueError(f"{path} holds no figure that begins with {' or '.join(keys)}")
    return {name: (sorted(row), [row[at] for at in sorted(row)]) for name, row in values.items()}


def draw(curves: Curves, title: str, out: Path) -> None:
    """One panel with a line for each figure."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    for name, (places, values) in sorted(curves.items()):
        axes.plot(places, values, label=name, marker="." if len(places) < 30 else None)
    axes.set_title(title)
    axes.set_xlabel("step or epoch")
    axes.grid(alpha=0.3)
    axes.legend()
    out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(out, format="svg", metadata={"Date": None})
    pyplot.close(figure)


def main(argv: list[str]) -> int:
    """Draws a log; prints where."""
    parser = argparse.ArgumentParser(prog="python -m training plot-log", description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--keys", default="loss", help="beginnings of figure names, by commas")
    parser.add_argument("--out", type=Path, help="default: the log's name with .svg")
    options = parser.parse_args(argv)
    out = options.out or options.log.with_suffix(".svg")
    draw(read_curves(options.log, options.keys.split(",")), str(options.log), out)
    print(out)
    return 0
