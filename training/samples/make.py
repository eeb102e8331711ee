"""`samples`: write the four sample studies, their shelf (index.json) and how they were checked."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..paths import DATA, REPOSITORY
from .composite import SIDE, compose, nearest_film, resemblance
from .readme import write_readme
from .registration import RegisteredFilms, align_affine, register
from .studies import (
    STUDIES,
    FilmChoice,
    SampleStudy,
    denser_lower_lung,
    film_paths,
    load_films,
    smooth,
)
from .vessels import grain, lung_mask, vascular_tree

MARGIN = 10
"""px at SIDE cut off each border at least."""
LEAST_COVERAGE = 0.7
"""Rows and columns in which fewer of the films have content of their own are cut off."""
LARGEST_POOL = 220
"""Candidates for the dense registration."""
GRAIN_STRENGTH = 0.006
QUALITY = 95


@dataclass(frozen=True)
class Look:
    """How the pictures of one view are finished."""

    vessels: float
    """Density of the drawn vessels."""
    local_contrast: float
    """How far structure finer than a rib space is raised, as digital radiography does."""
    black: float
    """Percentile of the picture that becomes black."""
    gamma: float


LOOKS = {
    "frontal": Look(vessels=0.022, local_contrast=0.45, black=1.0, gamma=1.05),
    "lateral": Look(vessels=0.016, local_contrast=0.7, black=6.0, gamma=1.35),
}


@dataclass
class Provenance:
    """What a picture was made of, and how near it comes to any film."""

    picture: str
    candidates: int
    films: int
    effective: float
    nearest: float
    nearest_pair: float
    whole: float
    detail: float
    film_to_film: float


def registered_films(choice: FilmChoice, films: np.ndarray) -> RegisteredFilms:
    """Those of the films that suit a choice, on their common shape."""
    aligned = align_affine(films)
    usable = aligned.scores.copy()
    if choice.denser_side:
        fits = usable > 0.6
        excess = denser_lower_lung(aligned.films, choice.denser_side)
        usable[excess < np.percentile(excess[fits], 100 * (1 - choice.denser_share))] = -1
        usable[~fits] = -1
    else:
        usable[usable < 0.75] = -1
    pool = min(LARGEST_POOL, int((usable > 0).sum()))
    return register(aligned, usable, choice.films, choice.anchor_rank, pool, choice.stiffness)


def make_picture(choice: FilmChoice, data: Path) -> tuple[np.ndarray, dict[str, float]]:
    """uint8 picture of one choice and its figures."""
    films = load_films(film_paths(choice, data))
    registered = registered_films(choice, films)
    rng = np.random.default_rng(choice.seed)
    picture, effective = compose(registered.films, rng)
    finished = finish(picture, registered.coverage, choice, rng)
    near = resemblance(picture, registered.films) | nearest_film(finished, films)
    figures = {
        "candidates": len(films),
        "films": len(registered.films),
        "effective": effective,
        **near,
    }
    return finished, figures


def finish(
    picture: np.ndarray, coverage: np.ndarray, choice: FilmChoice, rng: np.random.Generator
) -> np.ndarray:
    """Add vessels and grain, cut what few films cover, set the greys and the aspect."""
    look = LOOKS[choice.view]
    tree = vascular_tree(lung_mask(picture, choice.view), choice.view, rng)
    picture = picture + look.vessels * tree
    picture = picture + look.local_contrast * (picture - smooth(picture, 28.0))
    picture = picture[covered(coverage)]
    low, high = np.percentile(picture, [look.black, 99.7])
    picture = np.clip((picture - low) / (high - low), 0, 1.05) ** look.gamma
    height, width = picture.shape
    scale = SIDE / max(height, width * choice.aspect)
    size = (round(width * choice.aspect * scale), round(height * scale))
    picture = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
    picture = picture + GRAIN_STRENGTH * grain(picture.shape, rng)
    return np.clip(np.round(10 + 234 * picture), 0, 255).astype(np.uint8)


def covered(coverage: np.ndarray) -> tuple[slice, slice]:
    """The rows and columns at SIDE that enough films cover, without a margin."""
    slices = []
    for axis in (1, 0):
        kept = np.nonzero(coverage.mean(axis) >= LEAST_COVERAGE)[0]
        factor = SIDE // len(coverage)
        start, stop = max(kept[0] * factor, MARGIN), min((kept[-1] + 1) * factor, SIDE - MARGIN)
        slices.append(slice(start, stop))
    return slices[0], slices[1]


def save(pixels: np.ndarray, path: Path, side: int | None = None) -> None:
    """Write a grey picture as WebP, optionally fitted into `side` x `side`."""
    image = Image.fromarray(pixels)
    if side is not None:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
    image.convert("RGB").save(path, quality=QUALITY if side is None else 80, method=6)


def make_study(study: SampleStudy, data: Path, out: Path) -> tuple[dict, list[Provenance]]:
    """Write the pictures of one study; its row of index.json and its figures."""
    row = {
        "id": study.id,
        "title": study.title,
        "description": study.description,
        "finding": study.finding,
    }
    figures = []
    for view, choice in (("frontal", study.frontal), ("lateral", study.lateral)):
        if choice is None:
            continue
        pixels, numbers = make_picture(choice, data)
        name = f"{study.id}-{view}.webp"
        save(pixels, out / name)
        row[view] = name
        figures.append(Provenance(picture=name, **numbers))
        print(json.dumps(asdict(figures[-1])), flush=True)
        if view == "frontal":
            row["thumbnail"] = f"{study.id}-thumbnail.webp"
            save(pixels, out / row["thumbnail"], 160)
    return row, figures


def main(argv: list[str]) -> int:
    """Compose the sample studies from registered films; prints one JSON line a picture."""
    parser = argparse.ArgumentParser(prog="samples", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "public" / "samples")
    parser.add_argument("--only", nargs="*", help="ids of the studies to make (default: all)")
    parser.add_argument(
        "--readings",
        type=Path,
        help="JSON lines of the report command on the samples: only write README.md anew with them",
    )
    options = parser.parse_args(argv)
    if options.readings:
        lines = options.readings.read_text().splitlines()
        write_readme(options.out, [json.loads(line) for line in lines if line.strip()])
        return 0
    cv2.setNumThreads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    rows, figures = kept(options.out, options.only or [study.id for study in STUDIES])
    for study in STUDIES:
        if not options.only or study.id in options.only:
            row, numbers = make_study(study, options.data, options.out)
            rows.append(row)
            figures += [asdict(number) for number in numbers]
    order = [study.id for study in STUDIES]
    rows.sort(key=lambda row: order.index(row["id"]))
    figures.sort(key=lambda figure: order.index(figure["picture"].split("-")[0]))
    write_json(options.out / "index.json", rows)
    write_json(options.out / "figures.json", figures)
    write_readme(options.out, [])
    return 0


def kept(out: Path, made: list[str]) -> tuple[list[dict], list[dict]]:
    """The rows of index.json and figures.json of studies that are not made anew."""
    if not (out / "index.json").exists():
        return [], []
    rows = json.loads((out / "index.json").read_text())
    figures = json.loads((out / "figures.json").read_text())
    return (
        [row for row in rows if row["id"] not in made],
        [figure for figure in figures if figure["picture"].split("-")[0] not in made],
    )


def write_json(path: Path, value: object) -> None:
    """Indented JSON with a newline at its end."""
    path.write_text(json.dumps(value, indent=2) + "\n")
