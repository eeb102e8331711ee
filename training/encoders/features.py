"""`features`: feature maps and finding logits of films, for decoder training and evaluation."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch

from ..data.cache import cached_films
from ..data.film import Film
from ..data.sources import read_all
from ..findings import FINDINGS, ORIENTATIONS, VIEWS
from ..paths import DATA, RUNS
from .architectures import add_model_option, chosen
from .boxes import activations
from .inference import film_batch
from .load import load_latest, load_pack
from .network import EncoderOutput, FilmEncoder
from .scores import GROUPS
from .sides import left_share

CHUNK = 64
LABELLED = ("nih", "roco")
"""Groups of films whose labels do not come from a report that a decoder could have read."""


def labelled_group(film: Film) -> str | None:
    """The group of LABELLED that a validation film belongs to."""
    if film.split != "val":
        return None
    return next((group for group in LABELLED if film.source in GROUPS[group]), None)


def labelled_row(film: Film) -> dict[str, object]:
    """What index.json says of a labelled film: findings stated and findings known.

    A caption of ROCO that does not mention a finding counts as one that denies it, as in the
    figures of the encoders; one that is uncertain leaves it unknown.
    """
    return {
        "file": f"{film.source}/{film.path.name}",
        "group": labelled_group(film),
        "stated": [n for n, label in zip(FINDINGS, film.labels, strict=True) if label > 0.5],
        "known": [n for n, weight in zip(FINDINGS, film.weights, strict=True) if weight > 0],
    }


def iu_row(film: Film) -> dict[str, object]:
    """What index.json says of an IU film."""
    return {
        "file": film.path.name,
        "uid": film.study,
        "view": VIEWS[film.view],
        "split": film.stated_split,
    }


def left_shares(output: EncoderOutput, model: FilmEncoder, turned: float) -> np.ndarray:
    """Share of each finding's activation on the patient's left, float32 [n, 17]; NaN of films that
    lie turned, which have no sides."""
    maps = activations(output.features, model).numpy()
    shares = np.array([[left_share(cells) for cells in film] for film in maps], dtype=np.float32)
    orientation = output.orientation.float().softmax(dim=1)
    lies = orientation.argmax(dim=1)
    hung = (lies == ORIENTATIONS.index("upright")) | (lies == ORIENTATIONS.index("inverted"))
    shares[(~hung & (orientation.amax(dim=1) > turned)).numpy()] = np.nan
    return shares


def write_features(
    model: FilmEncoder,
    side: int,
    pixels: np.ndarray,
    rows: Sequence[int],
    index: Sequence[dict[str, object]],
    out: Path,
    turned: float = 1.0,
) -> None:
    """The files that FilmFeatures reads, of the given rows of `pixels` (uint8 [n, s, s]).

    turned: probability of an orientation above which a film counts as lying so.
    """
    out.mkdir(parents=True, exist_ok=True)
    partial = out / "maps.partial"
    shape = (len(rows), model.map_side(side) ** 2, model.channels)
    maps = np.lib.format.open_memmap(partial, mode="w+", dtype=np.float16, shape=shape)
    findings, views, left = [], [], []
    with torch.inference_mode():
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            output = model(film_batch((pixels[row] for row in chunk), side))
            cells = output.features.float().permute(0, 2, 3, 1).flatten(1, 2)
            maps[start : start + len(chunk)] = cells.numpy().astype(np.float16)
            findings.append(output.findings.float().numpy())
            views.append(output.view.float().numpy())
            left.append(left_shares(output, model, turned))
    maps.flush()
    del maps
    np.save(out / "logits.npy", np.concatenate(findings))
    np.save(out / "view.npy", np.concatenate(views))
    np.save(out / "left.npy", np.concatenate(left))
    (out / "films.json").write_text(json.dumps([row["file"] for row in index]))
    (out / "index.json").write_text(json.dumps(index))
    partial.rename(out / "maps.npy")


def main(argv: list[str]) -> int:
    """Write maps.npy (float16 [n, cells, channels]), logits.npy (float32 [n, 17]), view.npy (float32
    [n, 3] logits), left.npy (float32 [n, 17], shares of activation), films.json (file names) and
    index.json (of IU films: file, uid, view, split; of labelled ones: file, group, findings stated
    and known) under --out."""
    parser = argparse.ArgumentParser(prog="features", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    add_model_option(parser)
    parser.add_argument("--checkpoint", type=Path, help="default: the latest of the model's runs")
    parser.add_argument(
        "--side", type=int, help="of the checkpoint's films; default: the network's"
    )
    parser.add_argument("--pack", type=Path, help="a pack folder instead of --model")
    parser.add_argument(
        "--films",
        choices=("iu", "labelled"),
        default="iu",
        help="all IU films, or NIH's and ROCO's validation films with their labels",
    )
    parser.add_argument("--out", type=Path, default=RUNS / "features")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    if options.pack is not None:
        model, manifest = load_pack(options.pack)
        side = manifest["input"]["height"]
        turned = manifest["gate"]["orientation"]
    else:
        turned = 1.0
        model = load_latest(chosen(options), options.checkpoint)
        side = options.side or chosen(options).side
    films = read_all(options.data)
    if options.films == "iu":
        pixels = cached_films(films, options.cache)
        rows = [index for index, film in enumerate(films) if film.source == "iu"]
        index = [iu_row(films[row]) for row in rows]
    else:
        # Each read from its file at the network's size, as in the figures of the encoders.
        films = [film for film in films if film.split == "val"]
        pixels = cached_films(films, options.cache, side)
        rows = [index for index, film in enumerate(films) if labelled_group(film)]
        index = [labelled_row(films[row]) for row in rows]
    write_features(model, side, pixels, rows, index, options.out, turned)
    print(json.dumps({"films": len(rows), "out": str(options.out)}))
    return 0
