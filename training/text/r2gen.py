"""The text protocol of R2Gen (Chen et al. 2020) for IU X-Ray, used for evaluation references.

Source: `modules/tokenizers.py` of github.com/cuhksz-nlp/R2Gen, `clean_report_iu_xray`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

REFERENCE_LENGTH = 60
MINIMUM_COUNT = 3
UNKNOWN = "<unk>"

_NUMBERING = [("..", ".")] * 3 + [("1. ", "")]
_NUMBERING += [(f". {number}. ", ". ") for number in (2, 3, 4, 5)]
_NUMBERING += [(f" {number}. ", ". ") for number in (2, 3, 4, 5)]
# The range ":-\[" is the original's; it removes : ; < = > ? @ A-Z [ and keeps the hyphen.
_PUNCTUATION = re.compile(r"[.,?;*!%^&_+():-\[\]{}]")


def clean_r2gen(report: str) -> str:
    """Lower case, without punctuation and numbering, sentences joined by " . ", final " ."."""
    text = report
    for old, new in _NUMBERING:
        text = text.replace(old, new)
    sentences = []
    for sentence in text.strip().lower().split(". "):
        bare = sentence.replace('"', "").replace("/", "").replace("\\", "").replace("'", "")
        sentences.append(_PUNCTUATION.sub("", bare.strip().lower()))
    return " . ".join(sentences) + " ."


def train_words(train_reports: Iterable[str], minimum: int = MINIMUM_COUNT) -> frozenset[str]:
    """Words seen at least `minimum` times in the cleaned train reports."""
    counts: Counter[str] = Counter()
    for report in train_reports:
        counts.update(clean_r2gen(report).split())
    return frozenset(word for word, count in counts.items() if count >= minimum)


def reference_text(report: str, words: frozenset[str], length: int = REFERENCE_LENGTH) -> str:
    """The evaluation reference: cleaned, rare words replaced by <unk>, cut to `length` tokens."""
    tokens = clean_r2gen(report).split()[:length]
    return " ".join(token if token in words else UNKNOWN for token in tokens)
