"""`pool-opinions`: what several trained encoders make of the training films, pooled as soft labels.

Unlike `--teacher` (`distil.py`), which asks one network about every augmented film anew, the opinions
are asked once: an epoch costs no more than without them, however many networks are asked. They also
fill in the findings that a collection does not state (Hinton et al. 2015, "Distilling the Knowledge
in a Neural Network", section 5, on soft targets where labels are few).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from ..data.cache import cached_films
from ..data.film import Film
from ..data.sources import read_all
from ..findings import FINDINGS
from ..packs.pack import read_manifest
from ..paths import DATA, RUNS
from .distil import load_teacher, teacher_name
from .inference import run
from .scores import MEASURED, sigmoid, source_figures

DEFAULT_SHARE = 0.5


@dataclass(frozen=True)
class Opinions:
    """Pooled probabilities: names of the encoders that were asked; film (as `film_key`) -> row."""

    teachers: tuple[str, ...]
    rows: dict[str, int]
    probabilities: np.ndarray
    """float32 [n, 17]."""

    def of(self, films: list[Film]) -> Opinions:
        """Those of these films alone."""
        rows = [self.rows[film_key(film)] for film in films]
        keys = {film_key(film): row for row, film in enumerate(films)}
        return replace(self, rows=keys, probabilities=self.probabilities[rows])

    def save(self, path: Path) -> None:
        """Write them as a `.npz`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(
            path,
            teachers=np.array(self.teachers),
            files=np.array(list(self.rows)),
            probabilities=self.probabilities.astype(np.float16),
        )


def load_opinions(path: Path) -> Opinions:
    """What `Opinions.save` wrote. Raises ValueError when they are of another list of findings."""
    with np.load(path, allow_pickle=False) as stored:
        probabilities = stored["probabilities"].astype(np.float32)
        files = [str(file) for file in stored["files"]]
        teachers = tuple(str(name) for name in stored["teachers"])
    if probabilities.shape != (len(files), len(FINDINGS)):
        raise ValueError(f"{path} is not of {len(FINDINGS)} findings; run pool-opinions again")
    return Opinions(teachers, {file: row for row, file in enumerate(files)}, probabilities)


def film_key(film: Film) -> str:
    """A film's name that does not depend on where the data lie: `source/file`."""
    return f"{film.source}/{film.path.name}"


def with_opinions(films: list[Film], opinions: Opinions, share: float) -> list[Film]:
    """Films whose labels are blended with the opinions; those without one, and validation films, whose
    labels measure, as they are.

    share (0 to 1): of a film's loss that the opinions make up. Labels and weights come out so that
    the cross-entropy is `(1 - share)` times that of the stated labels plus `share` times that of the
    opinions.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not at {share}")
    return [
        _blended(film, opinions.probabilities[opinions.rows[film_key(film)]], share)
        if share > 0 and film.split == "train" and film_key(film) in opinions.rows
        else film
        for film in films
    ]


def _blended(film: Film, opinion: np.ndarray, share: float) -> Film:
    stated = (1 - share) * film.weights
    weights = stated + share
    labels = (stated * film.labels + share * opinion) / weights
    return replace(film, labels=labels.astype(np.float32), weights=weights.astype(np.float32))


def pool(encoders: list[Path], sides: list[int], films: list[Film], pixels: np.ndarray) -> Opinions:
    """Mean of the encoders' calibrated logits of each film; packs' folders or checkpoints, each shown
    films of its side in pixels."""
    total = np.zeros((len(films), len(FINDINGS)))
    for path, side in zip(encoders, sides, strict=True):
        teacher = load_teacher(path)
        logits = run(teacher.model, pixels, side, bf16=True).findings
        total += teacher.calibrated(torch.from_numpy(logits)).numpy()
        print(f"{path}: {len(films)} films of {side} px", flush=True)
    keys = {film_key(film): row for row, film in enumerate(films)}
    if len(keys) != len(films):
        raise ValueError("two films of one collection have one file name")
    names = tuple(teacher_name(path) for path in encoders)
    return Opinions(names, keys, sigmoid(total / len(encoders)))


def own_side(path: Path) -> int:
    """Side of the films that a pack, or the last epoch of a checkpoint, takes."""
    if path.is_dir():
        return int(read_manifest(path)["input"]["height"])
    return int(torch.load(path, map_location="cpu", weights_only=True)["side"])


def add_opinion_options(parser: argparse.ArgumentParser) -> None:
    """`--opinions` and the share of the loss that they make up."""
    parser.add_argument("--opinions", type=Path, help="soft labels that pool-opinions wrote")
    parser.add_argument("--opinion-share", type=float, default=DEFAULT_SHARE)


def main(argv: list[str]) -> int:
    """Ask several encoders about the training films, for train-encoder --opinions; print what
    their pooled opinion is worth on validation films."""
    parser = argparse.ArgumentParser(prog="pool-opinions", description=main.__doc__)
    parser.add_argument(
        "--encoders",
        type=Path,
        nargs="+",
        required=True,
        help="packs' folders, or checkpoints with their calibration.json beside them",
    )
    parser.add_argument("--sides", type=int, nargs="+", help="of their films; default: their own")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    parser.add_argument("--out", type=Path, default=RUNS / "opinions.npz")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    if options.sides and len(options.sides) != len(options.encoders):
        parser.error("--sides: one for each of --encoders")
    films = read_all(options.data)
    sides = options.sides or [own_side(path) for path in options.encoders]
    opinions = pool(options.encoders, sides, films, cached_films(films, options.cache))
    val = [film for film in films if film.split == "val" and film.source in MEASURED]
    worth = source_figures(val, opinions.of(val).probabilities)
    print(json.dumps({name: figure["meanAuroc"] for name, figure in worth.items()}), flush=True)
    train = [film for film in films if film.split == "train"]
    opinions.of(train).save(options.out)
    print(f"{options.out}: {len(train)} films, {len(options.encoders)} encoders")
    return 0
