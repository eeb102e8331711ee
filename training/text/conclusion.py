"""What an impression denies without a name. src/domain/conclusion.ts does exactly the same."""

from __future__ import annotations

import re
from collections.abc import Collection

from training.text.shared_words import shared_words

_WORDS = shared_words("domain/conclusion-words")
ACUTE = frozenset(_WORDS["acute"])
"""Beside one of these no impression may say that nothing is acute."""
BESIDE_NORMAL = frozenset(_WORDS["besideNormal"])
"""Beside these alone a chest may be called normal."""
NOTHING_ACUTE, OF_BONES, NORMAL_CHEST = (
    re.compile(_WORDS[name], re.ASCII) for name in ("nothingAcute", "ofBones", "normalChest")
)


def denied_by_conclusion(text: str, stated: Collection[str]) -> frozenset[str]:
    """Findings among `stated` that a lower-case sentence denies: that nothing is acute, or that the
    chest is normal."""
    if NORMAL_CHEST.search(text):
        return frozenset(stated) - BESIDE_NORMAL
    if not NOTHING_ACUTE.search(text) or OF_BONES.search(text):
        return frozenset()
    return ACUTE & frozenset(stated)
