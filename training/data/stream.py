"""Films read from disk when they are needed: for collections that no memory holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from .cache import SIDE
from .film import Film, read_film


class StreamedFilms:
    """Stands where an array uint8 [n, side, side] stands, and keeps no pixels.

    An index reads one film, a slice an array of films; a list of rows gives a part that reads on
    its own. `readers` threads decode at the same time (decoding runs outside Python's lock).
    """

    def __init__(self, films: Sequence[Film], side: int = SIDE, readers: int = 4) -> None:
        self.films = films
        self.side = side
        self.readers = readers
        self._pool = ThreadPoolExecutor(readers, thread_name_prefix="films")

    def __len__(self) -> int:
        return len(self.films)

    @property
    def shape(self) -> tuple[int, int, int]:
        """As of the array."""
        return (len(self.films), self.side, self.side)

    def _read(self, row: int) -> np.ndarray:
        return read_film(self.films[row].path, self.side)

    def read(self, rows: Iterable[int]) -> list[np.ndarray]:
        """Films uint8 [side, side] of these rows, in order. Raises OSError naming the file."""
        return list(self._pool.map(self._read, rows))

    def __getitem__(self, key: int | slice | Sequence[int]):
        if isinstance(key, slice):
            rows = range(*key.indices(len(self)))
            found = np.empty((len(rows), self.side, self.side), np.uint8)
            for row, pixels in enumerate(self.read(rows)):
                found[row] = pixels
            return found
        if isinstance(key, int | np.integer):
            return self._read(int(key))
        return StreamedFilms([self.films[row] for row in key], self.side, self.readers)


def taken(pixels: np.ndarray | StreamedFilms, rows: Sequence[int]) -> list[np.ndarray]:
    """The films of these rows, from memory or from disk."""
    if isinstance(pixels, StreamedFilms):
        return pixels.read(int(row) for row in rows)
    return [pixels[row] for row in rows]
