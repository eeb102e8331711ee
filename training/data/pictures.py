"""Pictures that are no chest film, made by the project, for the class `other` of the view head.

Drawn by formula (noise, gradients, shapes, pages, plots, windows, blobs) and cut from the free
pictures that ship in the Python packages scikit-image, scikit-learn and matplotlib. Kinds and
photographs are split between training and validation, so the figures are for kinds never seen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from .film import grey

SIDE = 256
Draw = Callable[[np.random.Generator], np.ndarray]


def _noise(rng: np.random.Generator) -> np.ndarray:
    """Smooth noise of a random grain, several octaves."""
    picture = np.zeros((SIDE, SIDE), np.float32)
    for _ in range(int(rng.integers(1, 5))):
        grain = int(2 ** rng.uniform(1, 8))
        layer = rng.normal(size=(grain, grain)).astype(np.float32)
        picture += cv2.resize(layer, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * rng.uniform()
    return picture


def _gradient(rng: np.random.Generator) -> np.ndarray:
    """A linear or radial gradient, or one flat grey."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    if rng.random() < 0.15:
        return np.full((SIDE, SIDE), rng.uniform(0, 255), np.float32)
    if rng.random() < 0.5:
        return np.hypot(x - rng.random(), y - rng.random())
    angle = rng.uniform(0, 2 * np.pi)
    return np.cos(angle) * x + np.sin(angle) * y


def _colour(rng: np.random.Generator) -> int:
    return int(rng.integers(0, 256))


def _shapes(rng: np.random.Generator) -> np.ndarray:
    """Circles, boxes and lines on a plain ground."""
    picture = np.full((SIDE, SIDE), _colour(rng), np.uint8)
    for _ in range(int(rng.integers(1, 30))):
        a, b = rng.integers(0, SIDE, 2), rng.integers(0, SIDE, 2)
        kind, thick = rng.integers(0, 3), int(rng.integers(-1, 8)) or 1
        first, second = tuple(map(int, a)), tuple(map(int, b))
        if kind == 0:
            cv2.circle(picture, first, int(rng.integers(3, 90)), _colour(rng), thick)
        elif kind == 1:
            cv2.rectangle(picture, first, second, _colour(rng), thick)
        else:
            cv2.line(picture, first, second, _colour(rng), abs(thick))
    return picture


def _words(rng: np.random.Generator, picture: np.ndarray, ink: int, box: tuple[int, ...]) -> None:
    left, top, right, bottom = box
    scale = rng.uniform(0.25, 0.7)
    step = int(26 * scale) + 3
    for y in range(top + step, bottom, step):
        letters = rng.integers(97, 123, int((right - left) / (16 * scale)) + 1)
        spaces = rng.random(len(letters)) < 0.17
        line = "".join(" " if s else chr(c) for c, s in zip(letters, spaces, strict=True))
        if rng.random() < 0.9:
            cv2.putText(picture, line, (left, y), int(rng.integers(0, 4)), scale, ink, 1)


def _page(rng: np.random.Generator) -> np.ndarray:
    """A printed page: lines of letters, perhaps a heading and a picture box."""
    paper, ink = int(rng.integers(190, 256)), int(rng.integers(0, 90))
    if rng.random() < 0.3:
        paper, ink = ink, paper
    picture = np.full((SIDE, SIDE), paper, np.uint8)
    margin = int(rng.integers(4, 40))
    _words(rng, picture, ink, (margin, margin, SIDE - margin, SIDE - margin))
    if rng.random() < 0.3:
        a = rng.integers(20, 120, 2)
        cv2.rectangle(picture, tuple(map(int, a)), tuple(map(int, a + 90)), _colour(rng), -1)
    return picture


def _window(rng: np.random.Generator) -> np.ndarray:
    """A screen: bars, panels, buttons, text."""
    picture = np.full((SIDE, SIDE), int(rng.integers(20, 250)), np.uint8)
    bar = int(rng.integers(8, 40))
    cv2.rectangle(picture, (0, 0), (SIDE, bar), _colour(rng), -1)
    for _ in range(int(rng.integers(2, 9))):
        x, y = (int(v) for v in rng.integers(0, SIDE - 40, 2))
        w, h = (int(v) for v in rng.integers(20, 150, 2))
        cv2.rectangle(picture, (x, y), (x + w, y + h), _colour(rng), -1)
        _words(rng, picture, _colour(rng), (x + 3, y, min(x + w, SIDE), min(y + h, SIDE)))
    return picture


def _texture(rng: np.random.Generator) -> np.ndarray:
    """Stripes, checks, rings or woven waves."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    angle, period = rng.uniform(0, np.pi), rng.uniform(4, 80)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    kind = rng.integers(0, 4)
    if kind == 0:
        return np.sin(2 * np.pi * along / period)
    if kind == 1:
        return np.sign(np.sin(2 * np.pi * along / period) * np.sin(2 * np.pi * across / period))
    if kind == 2:
        centre = rng.uniform(0, SIDE, 2)
        return np.sin(2 * np.pi * np.hypot(x - centre[0], y - centre[1]) / period)
    return np.sin(along / period * 6 + 3 * np.sin(across / rng.uniform(4, 60)))


def _blobs(rng: np.random.Generator) -> np.ndarray:
    """A false photograph: lit ellipses before a graded ground, blurred and grained."""
    picture = cv2.normalize(_gradient(rng).astype(np.float32), None, 0, 255, cv2.NORM_MINMAX)
    for _ in range(int(rng.integers(3, 25))):
        layer = np.zeros((SIDE, SIDE), np.uint8)
        centre = tuple(int(v) for v in rng.integers(0, SIDE, 2))
        axes = tuple(int(v) for v in rng.integers(6, 100, 2))
        cv2.ellipse(layer, centre, axes, float(rng.uniform(0, 180)), 0, 360, 255, -1)
        mask = cv2.GaussianBlur(layer, (0, 0), rng.uniform(0.5, 12)) / 255.0
        shade = rng.uniform(0, 255) + 40 * _noise(rng) * (rng.random() < 0.4)
        picture = picture * (1 - mask) + shade * mask
    return picture + rng.normal(size=picture.shape) * rng.uniform(0, 12)


def _plot(rng: np.random.Generator) -> np.ndarray:
    """A diagram: axes, curves or bars (validation only)."""
    picture = np.full((SIDE, SIDE), 250, np.uint8)
    cv2.line(picture, (30, 10), (30, 226), 0, 1)
    cv2.line(picture, (30, 226), (246, 226), 0, 1)
    if rng.random() < 0.5:
        for x in range(36, 240, int(rng.integers(10, 30))):
            cv2.rectangle(picture, (x, int(rng.integers(20, 220))), (x + 8, 226), _colour(rng), -1)
    for _ in range(int(rng.integers(1, 4))):
        ys = np.cumsum(rng.normal(size=54)) * 8 + rng.uniform(60, 190)
        points = np.stack([np.arange(30, 246, 4), ys], axis=1).astype(np.int32)
        cv2.polylines(picture, [points], False, int(rng.integers(0, 160)), 1)
    return picture


def _lattice(rng: np.random.Generator) -> np.ndarray:
    """Cells around random points, as stained tissue looks (validation only)."""
    points = rng.uniform(0, SIDE, (int(rng.integers(10, 120)), 2))
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    distance = np.sort(np.hypot(x[..., None] - points[:, 0], y[..., None] - points[:, 1]), axis=2)
    return np.minimum(distance[..., 1] - distance[..., 0], rng.uniform(4, 40))


TRAIN_KINDS: tuple[Draw, ...] = (_noise, _gradient, _shapes, _page, _window, _texture, _blobs)
VAL_KINDS: tuple[Draw, ...] = (_plot, _lattice)
VAL_PHOTOGRAPHS = frozenset(
    ("astronaut.png", "china.jpg", "coins.png", "page.png", "retina.jpg", "grass.png", "horse.png")
)


def photographs() -> dict[str, np.ndarray]:
    """Grey photographs that ship with installed packages: file name -> uint8 [h, w]."""
    import matplotlib
    import skimage
    import sklearn
    from PIL import Image

    folders = (
        Path(skimage.__file__).parent / "data",
        Path(sklearn.__file__).parent / "datasets" / "images",
        Path(matplotlib.get_data_path()) / "sample_data",
    )
    found = {}
    for folder in folders:
        for path in sorted(folder.glob("*")):
            if path.suffix in (".png", ".jpg") and path.name != "phantom.png":
                with Image.open(path) as image:
                    found[path.name] = grey(image)
    return found


def _crop(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """A random part of a photograph, sometimes the whole, squeezed to a square."""
    height, width = picture.shape
    fraction = 1.0 if rng.random() < 0.2 else rng.uniform(0.25, 1.0)
    h, w = max(int(height * fraction), 8), max(int(width * fraction * rng.uniform(0.7, 1)), 8)
    y, x = int(rng.integers(0, height - h + 1)), int(rng.integers(0, width - w + 1))
    cut = picture[y : y + h, x : x + w]
    return cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def _finish(rng: np.random.Generator, picture: np.ndarray, keep: bool) -> np.ndarray:
    picture = picture.astype(np.float32)
    if not keep:
        low, high = np.sort(rng.uniform(0, 255, 2))
        if high - low < 40:
            low, high = 0.0, 255.0
        if np.ptp(picture) > 1e-6:
            picture = (picture - picture.min()) / np.ptp(picture) * (high - low) + low
    if rng.random() < 0.3:
        picture = picture[:, ::-1]
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def other_pictures(count: int, split: str, seed: int = 7) -> np.ndarray:
    """uint8 [count, 256, 256]; half drawn, half cut from photographs. split: 'train' or 'val'."""
    rng = np.random.default_rng([seed, split == "val"])
    kinds = VAL_KINDS if split == "val" else TRAIN_KINDS
    shots = [
        picture
        for name, picture in photographs().items()
        if (name in VAL_PHOTOGRAPHS) == (split == "val")
    ]
    pictures = np.empty((count, SIDE, SIDE), np.uint8)
    for index in range(count):
        if index % 2 and shots:
            shot = shots[int(rng.integers(len(shots)))]
            pictures[index] = _finish(rng, _crop(rng, shot), keep=True)
        else:
            drawn = kinds[int(rng.integers(len(kinds)))](rng)
            pictures[index] = _finish(rng, drawn, keep=drawn.dtype == np.uint8)
    return pictures
