"""Reports that agree with the findings read in the films: the last step after decoding.

A decoder leaves out half of what the finding head reads, denies some of it, and states some that is
not there. Here a sentence that denies a finding that was read is taken back, and so is one that
states none but findings that are not there; a finding that was read with more certainty and that no
sentence names is said, in plain words that tell neither size nor side. Where nothing would be left,
the report stays. src/engine/decoding/guided.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.findings import FINDINGS
from training.text.shared_words import shared_words

READ = 0.5
"""Finding input from which a finding counts as read (operating.py)."""

UNREAD = 0.1
"""Finding input under which a finding counts as not there."""

WORDS = shared_words("engine/decoding/guided-words")
NAMES: dict[str, list[str]] = WORDS["names"]
"""Words that name a finding where a sentence holds all of them."""
NEGATORS = frozenset(WORDS["negators"])
"""A finding named after one of these is denied."""
HEART, NORMAL, LUNGS = (frozenset(WORDS[name]) for name in ("heart", "normal", "lungs"))
IN_LUNGS = frozenset(WORDS["inLungs"])
"""What clear lungs do not have."""
STATEMENTS: dict[str, str] = WORDS["statements"]
DENIALS: dict[str, str] = WORDS["denials"]
"""Said again of what a sentence denied rightly, when the sentence is taken back."""

Sentence = tuple[str, ...]


@dataclass(frozen=True)
class GuidedSentence:
    """Words without the full stop; `put_in_for`: a finding that was left out; `side_of`: the finding
    for which its side was exchanged (sided.py); `taken_over_for`: of an impression (concluding.py)."""

    words: Sentence
    put_in_for: str | None = None
    side_of: str | None = None
    taken_over_for: str | None = None


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


def guided_sentences(
    sentences: Sequence[Sentence], inputs: Sequence[float], threshold: float
) -> list[GuidedSentence]:
    """The sentences as they are to stand.

    inputs: finding inputs in 0..1, in the order of FINDINGS; threshold: input from which a finding
    that no sentence names is said. Such sentences come first, in the order of FINDINGS.
    """
    named = dict(zip(FINDINGS[:-1], inputs, strict=False))
    there = {finding for finding, value in named.items() if value >= UNREAD}
    found = [(words, *stances(words)) for words in sentences]
    kept = [row for row in found if not row[1] or row[1] & there]
    stated = frozenset[str]().union(*(positive for _, positive, _, _ in kept))
    read = stated | {finding for finding, value in named.items() if value >= READ}
    said = stated | {finding for finding, value in named.items() if value >= threshold}
    told = [
        GuidedSentence(tuple(STATEMENTS[finding].split()), finding)
        for finding in named
        if finding in said - stated
    ]
    for words, positive, denied, normal in kept:
        if positive or not (denied & read or normal & said):
            told.append(GuidedSentence(words))
            continue
        rest = (finding for finding in DENIALS if finding in denied - read)
        told += [GuidedSentence(tuple(DENIALS[finding].split())) for finding in rest]
    return unlike(told or [GuidedSentence(words) for words in sentences])


def unlike(sentences: Sequence[GuidedSentence]) -> list[GuidedSentence]:
    """The first of each sentence."""
    seen: set[Sentence] = set()
    first = []
    for sentence in sentences:
        if sentence.words not in seen:
            first.append(sentence)
        seen.add(sentence.words)
    return first
