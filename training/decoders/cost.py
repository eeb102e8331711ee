"""`engine-cost`: milliseconds a study and peak memory of the TypeScript engine, decoder by decoder.

Every shipped decoder reads the same studies, in turns, so that what else a machine does falls on all
of them alike: the ratio to the default model is what compares, the absolute values belong to the
machine that is named beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.decoders.engine import read_by_engine
from training.decoders.material import load_examples
from training.decoders.shipped import shipped_decoders
from training.packs.pack import write_json
from training.paths import DATA, MEASURED

COSTS = MEASURED / "engine-cost.json"


def machine() -> dict[str, Any]:
    """Processor, cores, Node's version and the load when it is asked."""
    names = [platform.processor()]
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    node = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, text=True, check=True)
    return {
        "processor": (names or [""])[0] or platform.machine(),
        "cores": os.cpu_count(),
        "node": node.stdout.strip(),
        "load": round(os.getloadavg()[0], 1),
    }


def cost_of(lines: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Median milliseconds without the first study, which warms the engine up, and peak bytes."""
    times = [line["cost"]["ms"] for line in lines]
    return {
        "ms": statistics.median(times[1:] or times),
        "peakBytes": max(line["cost"]["peakBytes"] for line in lines),
    }


def combined(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median time of the rounds and the highest peak."""
    return {
        "ms": statistics.median(cost["ms"] for cost in rounds),
        "peakBytes": max(cost["peakBytes"] for cost in rounds),
    }


def main(argv: list[str]) -> int:
    """Writes the costs as JSON, for `evaluate`."""
    parser = argparse.ArgumentParser(prog="python -m training engine-cost", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--studies", type=int, default=8, help="of val, those with two films")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=COSTS)
    args = parser.parse_args(argv)
    val = load_examples(args.data, 1.0, 1.0)["val"]
    pairs = [example for example in val if example.study.frontal and example.study.lateral]
    films = args.data / "iu_more" / "images"
    where = machine()
    places = shipped_decoders()
    rounds: dict[str, list[dict[str, float]]] = {place.id: [] for place in places}
    for _ in range(args.rounds):
        for place in places:
            arguments = ["--model", place.id, "--cost"]
            lines = read_by_engine(pairs[: args.studies], films, arguments)
            rounds[place.id].append(cost_of(list(lines.values())))
    found = {
        "machine": where,
        "studies": min(args.studies, len(pairs)),
        "rounds": args.rounds,
        "models": {
            place.id: combined(rounds[place.id]) | {"weights": place.weights} for place in places
        },
    }
    write_json(args.out, found)
    print(json.dumps(found))
    return 0
