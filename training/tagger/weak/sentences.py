"""Sentences of a report, as ranges of words."""

from ..words import Word

_NO_STOP_AFTER = frozenset(["dr", "vs", "approx", "mr", "mrs"])


def sentences_of(words: list[Word]) -> list[tuple[int, int]]:
    """Ranges `[first, end)` of words; a full stop between digits or in a list number ends nothing."""
    ranges: list[tuple[int, int]] = []
    first = 0
    for i, word in enumerate(words):
        if word.norm not in (".", "!", ";"):
            continue
        previous = words[i - 1].norm if i else ""
        following = words[i + 1] if i + 1 < len(words) else None
        glued = following is not None and following.start == word.end
        if (
            word.norm == "."
            and previous.isdigit()
            and following is not None
            and ((glued and following.norm[0].isdigit()) or i - 1 == first)
        ):
            continue
        if previous in _NO_STOP_AFTER:
            continue
        ranges.append((first, i + 1))
        first = i + 1
    if first < len(words):
        ranges.append((first, len(words)))
    return ranges
