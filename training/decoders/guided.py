"""Reports that agree with the findings read in the films: the last step after decoding.

A decoder leaves out half of what the finding head reads, and denies some of it. Here a sentence
that denies a finding that was read is taken back, and a finding that was read with more certainty
and that no sentence names is said, in plain words that tell neither size nor side.
src/engine/decoding/guided.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.decoders.engine_words import engine_words
from training.findings import FINDINGS
from training.text.preparation import FULL_STOP
from training.text.vocabulary import UNK, Vocabulary

READ = 0.5
"""Finding input from which a finding counts as read (operating.py)."""

_WORDS = engine_words("guided-words")
NAMES: dict[str, list[str]] = _WORDS["names"]
"""Words that name a finding where a sentence holds all of them."""
NEGATORS = frozenset(_WORDS["negators"])
"""A finding named after one of these is denied."""
HEART, NORMAL, LUNGS = (frozenset(_WORDS[name]) for name in ("heart", "normal", "lungs"))
IN_LUNGS = frozenset(_WORDS["inLungs"])
"""What clear lungs do not have."""
STATEMENTS: dict[str, str] = _WORDS["statements"]
DENIALS: dict[str, str] = _WORDS["denials"]
"""Said again of what a sentence denied rightly, when the sentence is taken back."""

Sentence = tuple[str, ...]


@dataclass(frozen=True)
class GuidedSentence:
    """Words without the full stop; `finding`: what it was put in for."""

    words: Sentence
    finding: str | None = None


def stances(words: Sentence) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Findings that a sentence states, denies by name, and denies by calling something normal."""
    held = set(words)
    negators = [place for place, word in enumerate(words) if word in NEGATORS]
    stated, denied = set(), set()
    for finding, names in NAMES.items():
        for name in names:
            parts = name.split()
            if held.issuperset(parts):
                place = max(words.index(part) for part in parts)
                (denied if negators and negators[0] < place else stated).add(finding)
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
    found = [stances(words) for words in sentences]
    stated = frozenset[str]().union(*(positive for positive, _, _ in found))
    read = stated | {finding for finding, value in named.items() if value >= READ}
    said = stated | {finding for finding, value in named.items() if value >= threshold}
    told = [
        GuidedSentence(tuple(STATEMENTS[finding].split()), finding)
        for finding in named
        if finding in said - stated
    ]
    for words, (positive, denied, normal) in zip(sentences, found, strict=True):
        if positive or not (denied & read or normal & said):
            told.append(GuidedSentence(words))
            continue
        rest = (finding for finding in DENIALS if finding in denied - read)
        told += [GuidedSentence(tuple(DENIALS[finding].split())) for finding in rest]
    seen: set[Sentence] = set()
    unlike = []
    for sentence in told:
        if sentence.words not in seen:
            unlike.append(sentence)
        seen.add(sentence.words)
    return unlike


def guided_report(
    tokens: Sequence[int], inputs: Sequence[float], vocabulary: Vocabulary, threshold: float
) -> list[int]:
    """Token ids of whole sentences, guided; `threshold` 0: as they are.

    A sentence with a word that the vocabulary lacks is not put in.
    """
    if not threshold:
        return list(tokens)
    sentences: list[Sentence] = []
    words: list[str] = []
    for word in vocabulary.decode(tokens):
        if word == FULL_STOP:
            sentences.append(tuple(words))
            words = []
        else:
            words.append(word)
    report: list[int] = []
    for sentence in guided_sentences(sentences, inputs, threshold):
        ids = vocabulary.encode((*sentence.words, FULL_STOP))
        if UNK not in ids:
            report += ids
    return report
