"""Drawn detail: a branching vascular tree in the lungs, and film grain."""

from __future__ import annotations

import cv2
import numpy as np

from .studies import smooth

OVERSAMPLING = 2
THINNEST = 0.5
"""px; finer vessels do not branch."""


def lung_mask(picture: np.ndarray, view: str) -> np.ndarray:
    """Where the lungs are, 0..1, soft: the dark regions near the middle, parted from the air around.

    The threshold sinks until both no longer touch a border (frontal), or they are found (lateral).
    """
    side = picture.shape[0]
    soft = smooth(picture, side / 60)
    middle = soft[side // 6 : -side // 5, side // 8 : -side // 8]
    dark, bright = np.percentile(middle, [20, 75])
    for share in np.arange(0.5, 1.0, 0.05):
        mask = _inner_regions(soft < dark * share + bright * (1 - share), view)
        halves = (mask[:, : side // 2].mean(), mask[:, side // 2 :].mean())
        if min(halves) > 0.05 or (view == "lateral" and sum(halves) > 0.1):
            break
    if view == "lateral":
        mask = _filled(mask)
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side // 40, side // 40))
    return smooth(cv2.dilate(mask, reach).astype(np.float32), side / 80)


def _inner_regions(dark: np.ndarray, view: str) -> np.ndarray:
    """uint8 mask of the dark regions that are large, near the middle and inside the picture."""
    side = dark.shape[0]
    count, labels, stats, centres = cv2.connectedComponentsWithStats(
        dark.astype(np.uint8), connectivity=4
    )
    mask = np.zeros(dark.shape, np.uint8)
    for index in range(1, count):
        x, y, width, height, area = stats[index]
        inside = x > 2 and y > 2 and x + width < side - 2 and y + height < side - 2
        central = abs(centres[index][0] - side / 2) < side * 0.33
        if area > side * side * 0.02 and central and (inside or view == "lateral"):
            mask[labels == index] = 1
    return mask


def _filled(mask: np.ndarray) -> np.ndarray:
    """The convex hull: on a lateral, heart and hila lie before the lungs, not beside them."""
    points = cv2.findNonZero(mask)
    if points is None:
        return mask
    return cv2.fillConvexPoly(mask.copy(), cv2.convexHull(points), 1)


def hila(mask: np.ndarray, view: str) -> list[tuple[float, float]]:
    """Where the trees start, (x, y): the inner edge of each lung, or the middle of a lateral."""
    side = mask.shape[0]
    ys, xs = np.nonzero(mask > 0.5)
    if len(ys) == 0:
        return []
    if view == "lateral":
        return [(float(np.median(xs)), float(np.percentile(ys, 40)))]
    starts = []
    for half, edge in (((0, side // 2), 1), ((side // 2, side), 0)):
        inside = (xs >= half[0]) & (xs < half[1])
        if not inside.any():
            continue
        level = np.percentile(ys[inside], 55)
        row = inside & (np.abs(ys - level) < side * 0.03)
        column = np.percentile(xs[row], 96 if edge else 4)
        starts.append((float(column), float(level)))
    return starts


def _branch(
    canvas: np.ndarray,
    mask: np.ndarray,
    start: np.ndarray,
    angle: float,
    width: float,
    rng: np.random.Generator,
) -> None:
    """Draw one vessel and, recursively, what springs from it; stops where the lung ends."""
    side = mask.shape[0]
    place = start
    bend = rng.normal(0, 0.02)
    steps = int(rng.uniform(8, 18) * (1 + width / 4))
    for step in range(steps):
        angle += bend + rng.normal(0, 0.06)
        following = place + 2.2 * np.array([np.cos(angle), np.sin(angle)])
        x, y = int(following[0]), int(following[1])
        if not (0 <= x < side and 0 <= y < side) or (mask[y, x] < 0.25 and step > 8):
            return
        _draw(canvas, place, following, width)
        place = following
        width *= 0.992
        if width > 0.8 and rng.random() < 0.05:
            twig = angle + rng.choice([-1, 1]) * rng.uniform(0.5, 0.9)
            _branch(canvas, mask, place, twig, width * rng.uniform(0.4, 0.6), rng)
    if width < THINNEST:
        return
    spread = rng.uniform(0.25, 0.6)
    share = rng.uniform(0.62, 0.85)
    _branch(canvas, mask, place, angle - spread * (1 - share) * 2, width * share, rng)
    _branch(canvas, mask, place, angle + spread, width * (1.35 - share), rng)


def _draw(canvas: np.ndarray, start: np.ndarray, end: np.ndarray, width: float) -> None:
    """One short piece; where vessels cross the denser one counts."""
    margin = 8
    low = (np.minimum(start, end) * OVERSAMPLING).astype(int) - margin
    high = (np.maximum(start, end) * OVERSAMPLING).astype(int) + margin
    low = np.maximum(low, 0)
    window = canvas[low[1] : high[1], low[0] : high[0]]
    if window.size == 0:
        return
    line = np.zeros_like(window)
    ends = [tuple(int(v * 8) for v in place * OVERSAMPLING - low) for place in (start, end)]
    thickness = max(1, round(width * OVERSAMPLING))
    cv2.line(line, *ends, float(width) ** 0.8, thickness, cv2.LINE_AA, 3)
    np.maximum(window, line, out=window)


def vascular_tree(mask: np.ndarray, view: str, rng: np.random.Generator) -> np.ndarray:
    """Density of the drawn vessels, float32 like `mask`, 0 outside the lungs, about 0..3."""
    side = mask.shape[0]
    canvas = np.zeros((side * OVERSAMPLING, side * OVERSAMPLING), np.float32)
    frontal = view == "frontal"
    for x, y in hila(mask, view):
        outwards = 0.0 if x > side / 2 else np.pi
        reach = 1.35 if frontal else np.pi
        scatter = side * (0.012 if frontal else 0.022)
        for angle in np.linspace(-reach, reach, 9):
            start = np.array([x, y]) + rng.normal(0, scatter, 2)
            tilt = outwards + angle + rng.normal(0, 0.12 if frontal else 0.35)
            width = rng.uniform(2.0, 3.6) if frontal else rng.uniform(1.4, 2.6)
            _branch(canvas, mask, start, tilt, width, rng)
    tree = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
    return smooth(tree, 0.6) * mask


def grain(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Film grain with unit spread, slightly correlated between neighbours."""
    noise = smooth(rng.normal(size=shape).astype(np.float32), 0.7)
    return noise / noise.std()
