"""`engine-reports`: the same studies read by the TypeScript engine, through `npm run report`.

The reports come from the shipped packs and the film files themselves, so that decoding, resampling,
encoder and decoder are all compared. `evaluate` scores them and counts how many are word for word
those of PyTorch with the same weights.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from training.decoders.batches import views_of
from training.decoders.examples import Example
from training.decoders.material import load_examples
from training.decoders.search import CONSENSUS, search_of
from training.decoders.shipped import shipped_decoders
from training.paths import DATA, REPOSITORY


def read_by_engine(
    examples: Sequence[Example], films: Path, arguments: Sequence[str]
) -> dict[str, dict[str, object]]:
    """Study uid -> the JSON line of `npm run report` for its films under `films`.

    Raises CalledProcessError when the command fails, ValueError when it refuses a film.
    """
    with tempfile.TemporaryDirectory() as folder:
        pairs = Path(folder) / "pairs.csv"
        with pairs.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("frontal", "lateral"))
            for example in examples:
                frontal, lateral = views_of(example)
                writer.writerow((films / frontal, films / lateral if lateral else ""))
        command = ["npm", "run", "-s", "report", "--", *arguments, "--pairs", str(pairs)]
        done = subprocess.run(
            command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True
        )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if len(lines) != len(examples) or any("error" in line for line in lines):
        raise ValueError(f"{len(lines)} lines for {len(examples)} studies: {lines[-1:]}")
    return {example.study.uid: line for example, line in zip(examples, lines, strict=True)}


def main(argv: list[str]) -> int:
    """Writes uid -> text as JSON for each decoder, with the version of the model and its search."""
    parser = argparse.ArgumentParser(prog="python -m training engine-reports", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--id", action="append", help="a shipped decoder (default: all of them)")
    parser.add_argument(
        "--search", type=search_of, help="a width, or consensus; default: the decoder's own"
    )
    parser.add_argument(
        "--out", type=Path, help="with one --id; default: engine-val.json of its run"
    )
    args = parser.parse_args(argv)
    places = [place for place in shipped_decoders() if not args.id or place.id in args.id]
    if missing := set(args.id or []) - {place.id for place in places}:
        parser.error(f"no shipped decoder: {', '.join(sorted(missing))}")
    if args.out and len(places) != 1:
        parser.error("--out goes with one --id")
    wanted = load_examples(args.data, 1.0, 1.0)["val"]
    for place in places:
        search = args.search or place.search
        asked = ["--consensus"] if search == CONSENSUS else ["--beam", str(search)]
        arguments = ["--model", place.id, *asked]
        lines = read_by_engine(wanted, args.data / "iu_more" / "images", arguments)
        texts = {uid: line["text"] for uid, line in lines.items()}
        models = sorted({json.dumps(line["model"]) for line in lines.values()})
        out = args.out or place.engine(search)
        out.parent.mkdir(parents=True, exist_ok=True)
        found = {"models": models, "search": search, "texts": texts}
        out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(json.dumps({"id": place.id, "studies": len(texts), "out": str(out)}))
    return 0
