"""What a sentence says of the findings: those that it states, and those that it denies.

src/engine/decoding/stances.ts reads sentences in exactly the same way.
"""

from __future__ import annotations

from training.findings import FINDINGS
from training.text.shared_words import shared_words

WORDS = shared_words("engine/decoding/guided-words")
NAMES: dict[str, list[str]] = WORDS["names"]
"""Words that name a finding where a sentence holds all of them."""
NEGATORS = frozenset(WORDS["negators"])
"""A finding named after one of these is denied."""
HEART, NORMAL, LUNGS = (frozenset(WORDS[name]) for name in ("heart", "normal", "lungs"))
IN_LUNGS = frozenset(WORDS["inLungs"])
"""What clear lungs do not have."""

Sentence = tuple[str, ...]


def named_findings(words: Sentence) -> list[tuple[str, int, bool]]:
    """Findings that a sentence names: the place of the last word of the name, and whether denied."""
    held = set(words)
    negators = [place for place, word in enumerate(words) if word in NEGATORS]
    named = []
    for finding in FINDINGS:
        for name in NAMES.get(finding, ()):
            parts = name.split()
            if held.issuperset(parts):
                place = max(words.index(part) for part in parts)
                named.append((finding, place, bool(negators) and negators[0] < place))
    return named


def stances(words: Sentence) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Findings that a sentence states, denies by name, and denies by calling something normal."""
    held = set(words)
    named = named_findings(words)
    stated = {finding for finding, _, is_denied in named if not is_denied}
    denied = {finding for finding, _, is_denied in named if is_denied}
    normal = set()
    if held & HEART and held & NORMAL and "not" not in held:
        normal.add("Cardiomegaly")
    if held & LUNGS and "clear" in held and "not" not in held:
        normal |= IN_LUNGS
    return frozenset(stated), frozenset(denied - stated), frozenset(normal - stated)
