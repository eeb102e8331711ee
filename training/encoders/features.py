"""`features`: feature maps and finding logits of all IU films, the input of decoder training."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import torch

from ..data.cache import cached_films
from ..data.film import normalise
from ..data.sources import read_all
from ..findings import VIEWS
from ..paths import DATA, RUNS
from .architectures import add_model_option, chosen
from .inference import at_side
from .load import load_latest, load_pack

CHUNK = 64


def main(argv: list[str]) -> int:
    """Write maps.npy (float16 [n, cells, channels]), logits.npy (float32 [n, 17]), view.npy (float32
    [n, 3] logits), films.json (file names) and index.json (file, uid, view, split) under --out."""
    parser = argparse.ArgumentParser(prog="features", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    add_model_option(parser)
    parser.add_argument("--checkpoint", type=Path, help="default: the latest of the model's runs")
    parser.add_argument("--pack", type=Path, help="a pack folder instead of --model")
    parser.add_argument("--out", type=Path, default=RUNS / "features")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    if options.pack is not None:
        model, manifest = load_pack(options.pack)
        side = manifest["input"]["height"]
    else:
        model = load_latest(chosen(options), options.checkpoint)
        side = chosen(options).side
    films = read_all(options.data)
    pixels = cached_films(films, options.cache)
    rows = [index for index, film in enumerate(films) if film.source == "iu"]
    options.out.mkdir(parents=True, exist_ok=True)
    partial = options.out / "maps.partial"
    maps = np.lib.format.open_memmap(
        partial,
        mode="w+",
        dtype=np.float16,
        shape=(len(rows), model.map_side(side) ** 2, model.channels),
    )
    findings, views = [], []
    with torch.inference_mode():
        for start in range(0, len(rows), CHUNK):
            chunk = np.stack([at_side(pixels[row], side) for row in rows[start : start + CHUNK]])
            batch = torch.from_numpy(normalise(chunk)).unsqueeze(1)
            output = model(batch.contiguous(memory_format=torch.channels_last))
            cells = output.features.float().permute(0, 2, 3, 1).flatten(1, 2)
            maps[start : start + len(chunk)] = cells.numpy().astype(np.float16)
            findings.append(output.findings.float().numpy())
            views.append(output.view.float().numpy())
    maps.flush()
    del maps
    names = [films[row].path.name for row in rows]
    index = [
        {
            "file": films[row].path.name,
            "uid": films[row].study,
            "view": VIEWS[films[row].view],
            "split": films[row].stated_split,
        }
        for row in rows
    ]
    np.save(options.out / "logits.npy", np.concatenate(findings))
    np.save(options.out / "view.npy", np.concatenate(views))
    (options.out / "films.json").write_text(json.dumps(names))
    (options.out / "index.json").write_text(json.dumps(index))
    partial.rename(options.out / "maps.npy")
    print(json.dumps({"films": len(rows), "out": str(options.out)}))
    return 0
