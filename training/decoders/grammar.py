"""Words that would break the grammar of a sentence; src/engine/decoding/grammar.ts does the same.

The reports learned from hold a few such sentences, and phrases of two can join to one.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.text.preparation import COMMA, FULL_STOP
from training.text.shared_words import shared_words

WORDS = shared_words("engine/decoding/grammar-words")
LEADING = frozenset(WORDS["leading"])
"""A sentence that starts with one of these needs one of VERBS ("In the left lung base.")."""
VERBS = frozenset(WORDS["verbs"])
PLURALS = frozenset(WORDS["plurals"])
"""They do not follow "there is", adjectives apart ("There is mild degenerative changes.")."""
BETWEEN = frozenset([*WORDS["between"], COMMA])
"""After one of these they can."""
VERBLESS = frozenset(WORDS["verbless"])
"""The reports have them after "there", and no verb ("There degenerative changes of the spine.")."""
MARKS = frozenset({FULL_STOP})


def ungrammatical(sentence: Sequence[str]) -> frozenset[str]:
    """Words that may not follow an open sentence, lower case."""
    if sentence and sentence[0] in LEADING and VERBS.isdisjoint(sentence):
        return MARKS
    if tuple(sentence) == ("there",):
        return VERBLESS
    if tuple(sentence[:2]) == ("there", "is") and BETWEEN.isdisjoint(sentence[2:]):
        return PLURALS
    return frozenset()
