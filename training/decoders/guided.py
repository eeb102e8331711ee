"""Reports that agree with the findings read in the films: the last step after decoding.

A decoder leaves out half of what the finding head reads, denies some of it, and states some that is
not there. Here a sentence that denies a finding that was read is taken back, and so is one that
states none but findings that are not there; a finding that was read with more certainty and that no
sentence names is said, in plain words, with its side where the film tells that. Where nothing would
be left, the report stays. src/engine/decoding/guided.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.decoders.restatements import LIGHT, kept_sentences
from training.decoders.stances import WORDS, Sentence, named_findings, stances
from training.findings import FINDINGS
from training.text.sides import Side

READ = 0.5
"""Finding input from which a finding counts as read (operating.py)."""

UNREAD = 0.1
"""Finding input under which a finding counts as not there."""

STATEMENTS: dict[str, str] = WORDS["statements"]
SIDED_STATEMENTS: dict[str, str] = WORDS["sidedStatements"]
"""Those of findings whose side a film may tell, with the word SIDE in its place."""
DENIALS: dict[str, str] = WORDS["denials"]
"""Said again of what a sentence denied rightly, when the sentence is taken back."""
CUTS = frozenset(WORDS["cuts"])
"""A sentence can end before one of these."""
LEADING_ON = LIGHT | {"but"}
"""Words with which it cannot."""


@dataclass(frozen=True)
class GuidedSentence:
    """Words without the full stop; `put_in_for`: a finding that was left out; `side_of`: the finding
    for which its side was exchanged (sided.py); `taken_over_for`: of an impression (concluding.py)."""

    words: Sentence
    put_in_for: str | None = None
    side_of: str | None = None
    taken_over_for: str | None = None


def guided_sentences(
    sentences: Sequence[Sentence],
    inputs: Sequence[float],
    threshold: float,
    sides: Mapping[str, Side] | None = None,
) -> list[GuidedSentence]:
    """The sentences as they are to stand.

    inputs: finding inputs in 0..1, in the order of FINDINGS; threshold: input from which a finding
    that no sentence names is said; sides: those that may be said unasked. Such sentences come first,
    in the order of FINDINGS.
    """
    named = dict(zip(FINDINGS[:-1], inputs, strict=False))
    there = {finding for finding, value in named.items() if value >= UNREAD}
    found = [(words, *stances(words)) for words in sentences]
    kept = [row for row in found if not row[1] or row[1] & there]
    stated = frozenset[str]().union(*(positive for _, positive, _, _ in kept))
    read = stated | {finding for finding, value in named.items() if value >= READ}
    said = stated | {finding for finding, value in named.items() if value >= threshold}
    told = [
        GuidedSentence(tuple(_statement(finding, sides or {}).split()), finding)
        for finding in named
        if finding in said - stated
    ]
    for words, positive, denied, normal in kept:
        if not (denied & read or normal & said and not positive):
            told.append(GuidedSentence(words))
            continue
        if positive:
            told.append(GuidedSentence(_before_denial(words)))
        rest = (finding for finding in DENIALS if finding in denied - read)
        told += [GuidedSentence(tuple(DENIALS[finding].split())) for finding in rest]
    return without_restatements(told or [GuidedSentence(words) for words in sentences])


def _statement(finding: str, sides: Mapping[str, Side]) -> str:
    if finding in sides and finding in SIDED_STATEMENTS:
        return SIDED_STATEMENTS[finding].replace("SIDE", sides[finding])
    return STATEMENTS[finding]


def _before_denial(words: Sentence) -> Sentence:
    """What a sentence states before it denies; the whole of it where that ends otherwise."""
    negators = [place for place, word in enumerate(words) if word in CUTS]
    places = [place for _, place, is_denied in named_findings(words) if not is_denied]
    if not negators or negators[0] < max(places):
        return words
    end = negators[0]
    while words[end - 1] in LEADING_ON:
        end -= 1
    return words[:end]


def without_restatements(sentences: Sequence[GuidedSentence]) -> list[GuidedSentence]:
    """Those that no other one says again (restatements.py)."""
    return [sentences[place] for place in kept_sentences([one.words for one in sentences])]
