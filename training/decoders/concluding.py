"""Impressions that follow from the findings above them: the last step after decoding.

A decoder's impression leaves out most of what its findings state, and concludes what they do not.
Here a sentence that concludes none but findings that the findings do not state, or puts one of them
in another place or size, is taken back, and so is one that denies what they state; a finding that
they state, and that radiologists mostly conclude, is taken over from them where no sentence of the
impression states it. src/engine/decoding/concluding.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from training.decoders.guided import GuidedSentence, without_restatements
from training.decoders.restatements import SIDE_NAMES, SIZES
from training.decoders.stances import WORDS, Sentence, stances
from training.findings import FINDINGS
from training.text.conclusion import denied_by_conclusion

CONCLUDED: list[str] = WORDS["concluded"]
"""Findings that train's impressions state in about half or more of the studies whose findings do."""
INTRODUCTIONS: list[str] = WORDS["introductions"]
ENDINGS: list[str] = WORDS["endings"]
"""Both are left out of what is taken over."""
QUALIFIERS = SIZES | SIDE_NAMES | frozenset(WORDS["places"])
"""Words of size, side and place."""

Stated = tuple[GuidedSentence, frozenset[str]]
"""A sentence of the findings and what it states."""


def concluding_sentences(
    impression: Sequence[Sentence], findings: Sequence[GuidedSentence]
) -> list[GuidedSentence]:
    """The sentences of the impression as they are to stand.

    What is taken over comes first, in the order of the findings, with the guidance it has there.
    findings: as they are shown.
    """
    above = [(one, stances(one.words)[0]) for one in findings]
    kept = [words for words in impression if _follows(words, above)]
    wanted = set(CONCLUDED) & _all(said for _, said in above)
    wanted -= _all(stances(words)[0] for words in kept)
    taken = []
    for sentence, said in above:
        found = next((finding for finding in FINDINGS if finding in said & wanted), None)
        if found:
            words = _shortened(sentence.words)
            taken.append(replace(sentence, words=words, taken_over_for=found))
        wanted -= said
    return without_restatements([*taken, *map(GuidedSentence, kept)])


def _follows(words: Sentence, above: Sequence[Stated]) -> bool:
    stated, denied, normal = stances(words)
    said_above = _all(said for _, said in above)
    denied_here = denied | normal | denied_by_conclusion(" ".join(words), said_above)
    if denied_here & said_above:
        return False
    sources = [one.words for one, said in above if said & stated]
    told = frozenset(word for source in sources for word in source)
    return not stated or bool(sources) and QUALIFIERS.intersection(words) <= told


def _shortened(words: Sentence) -> Sentence:
    text = " ".join(words)
    for introduction in INTRODUCTIONS:
        if text.startswith(f"{introduction} "):
            text = text.removeprefix(f"{introduction} ")
            break
    for ending in ENDINGS:
        text = text.removesuffix(f" {ending}")
    return tuple(text.split())


def _all(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
