"""What a source says of a sentence: one vote a word (a BIO tag of the report scheme, or abstain)."""

from collections.abc import Iterable

import numpy as np

from ..corpora import REPORT_TYPES, tag_list

TAGS = tag_list(REPORT_TYPES)
"""O, then B and I of DISEASE, ANATOMY, CHEMICAL, DEVICE; a vote is an index into this list."""
ABSTAIN = len(TAGS)
"""The vote of a source that says nothing about a word."""


def votes_of(
    length: int, spans: Iterable[tuple[int, int, str]], elsewhere: int = ABSTAIN
) -> np.ndarray:
    """Votes [length] of (first, last, type) spans, `elsewhere` on the other words.

    Of two overlapping spans the earlier given wins.
    """
    votes = np.full(length, elsewhere, dtype=np.int8)
    taken = np.zeros(length, dtype=bool)
    for first, last, kind in spans:
        if taken[first : last + 1].any():
            continue
        taken[first : last + 1] = True
        votes[first : last + 1] = TAGS.index(f"I-{kind}")
        votes[first] = TAGS.index(f"B-{kind}")
    return votes


def spans_of_tags(tags: np.ndarray) -> set[tuple[int, int, str]]:
    """(first, last, type) of a row of tags; ABSTAIN counts as O, a stray I- starts a span."""
    from ..crf import entities_of

    return set(entities_of(["O" if tag == ABSTAIN else TAGS[tag] for tag in tags]))
