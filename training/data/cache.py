"""Every film decoded once: a memory-mapped uint8 array [n, side, side] for a list of films."""

from __future__ import annotations

import argparse
import hashlib
import json
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from ..paths import DATA, RUNS
from .film import Film, read_film
from .sources import read_all

SIDE = 256


def cached_films(films: list[Film], cache: Path, side: int = SIDE, workers: int = 2) -> np.ndarray:
    """uint8 [n, side, side] in the order of `films`; written under `cache` on first use."""
    cache.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256("\n".join(str(film.path) for film in films).encode()).hexdigest()[:16]
    target = cache / f"films-{side}-{key}.npy"
    if not target.exists():
        unfinished = target.with_suffix(".partial")
        array = np.lib.format.open_memmap(
            unfinished, mode="w+", dtype=np.uint8, shape=(len(films), side, side)
        )
        paths = [film.path for film in films]
        read = partial(read_film, size=side)
        with Pool(workers) as pool:
            for index, pixels in enumerate(pool.imap(read, paths, chunksize=32)):
                array[index] = pixels
        array.flush()
        del array
        unfinished.rename(target)
        (cache / f"films-{side}-{key}.json").write_text(
            json.dumps([[film.source, film.path.name] for film in films])
        )
    return np.load(target, mmap_mode="r")


def main(argv: list[str]) -> int:
    """`cache-films`: decode all films; prints how many there are."""
    parser = argparse.ArgumentParser(prog="cache-films", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, default=RUNS / "cache")
    options = parser.parse_args(argv)
    films = read_all(options.data)
    print(json.dumps({"films": len(cached_films(films, options.cache))}))
    return 0
