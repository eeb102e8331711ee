"""Whether a written report agrees with itself and with the findings that the encoder read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from training.text.report_labeller import report_sentences, sentence_mentions


@lru_cache(maxsize=20_000)
def denied_and_stated(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Findings that some sentence denies, and findings that some sentence states as present."""
    denied, stated = set(), set()
    for index, sentence in enumerate(report_sentences(text)):
        for mention in sentence_mentions(sentence, index):
            if mention.assertion == "absent":
                denied.add(mention.finding)
            elif mention.assertion == "present":
                stated.add(mention.finding)
    return frozenset(denied), frozenset(stated)


def consistency_scores(texts: Sequence[str], read: Sequence[Collection[str]]) -> dict[str, float]:
    """Shares of studies, 0 to 1, for texts and the findings read in the films of the same studies.

    `contradicted`: the text denies a finding that was read, or says both of one finding.
    `unsupported`: it states a finding that was not read.
    """
    contradicted = unsupported = 0
    for text, findings in zip(texts, read, strict=True):
        denied, stated = denied_and_stated(text)
        contradicted += bool(denied & (set(findings) | stated))
        unsupported += bool(stated - set(findings))
    count = max(len(texts), 1)
    return {"contradicted": contradicted / count, "unsupported": unsupported / count}


def distinct_sentences(texts: Sequence[str]) -> int:
    """Different sentences over all texts."""
    return len({sentence for text in texts for sentence in report_sentences(text)})
