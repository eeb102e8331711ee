"""Sentences that say an earlier one again in other words, dropped after decoding.

Long reports of the decoder come back to a finding it has told: "There is a moderate sized right
pleural effusion. There is a small right pleural effusion with atelectasis." Or it denies the same
twice: "There is no pneumothorax or pleural effusion. No pleural effusion." The first mention
stays. src/engine/decoding/restatements.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Sequence

LIGHT = frozenset(
    "there is are a an the of and or with in to for at on by be was were has have been this that "  # noqa: SIM905
    "which seen noted identified present again demonstrated".split()
)
"""Words that do not tell one statement from another."""
DENYING = frozenset(
    "no not without negative free clear normal unremarkable intact limits".split()  # noqa: SIM905
)
"""A sentence with one of these denies or reports the normal state."""


def without_restatements(
    tokens: Sequence[int],
    full_stop: int,
    ignored: frozenset[int],
    denying: frozenset[int],
) -> list[int]:
    """The tokens of whole sentences (each ends with a full stop) without restatements.

    A positive sentence goes when it shares three fifths of the words of an earlier positive one,
    counted on the shorter of the two; one that denies goes only when an earlier denial has all its
    words. ignored: ids of LIGHT words and of marks.
    """
    kept: list[int] = []
    told: list[set[int]] = []
    denied: list[set[int]] = []
    sentence: list[int] = []
    for token in tokens:
        sentence.append(token)
        if token != full_stop:
            continue
        content = set(sentence) - ignored
        denies = bool(denying & content)
        if denies:
            again = any(content <= other for other in denied)
        else:
            again = bool(content) and any(
                5 * len(content & other) >= 3 * min(len(content), len(other)) for other in told
            )
        if not again:
            kept += sentence
            if content:
                (denied if denies else told).append(content)
        sentence = []
    return kept
