"""The findings that a radiology report states, with their assertion.

Used to compare a generated report with the radiologist's (clinical precision, recall, F1) and to
weight sentences in decoder training. Scored against the manual labels of Open-i by
`python -m training score-labeller`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from training.findings import FINDINGS, NO_FINDING
from training.text.assertion import Assertion, assertion_of
from training.text.finding_phrases import EXCLUDED, PHRASES

STATED: tuple[str, ...] = tuple(name for name in FINDINGS if name != NO_FINDING)
"""The 16 findings a text can state; `No Finding` is their absence, no statement of its own."""

_SENTENCE_END = re.compile(r"(?<!\bdr)(?<!\d)\.(?:\s|$)|(?<=\d)\.\s|\n|(?<=[a-z])\.(?=[A-Z])")
_STRENGTH: dict[Assertion, int] = {"absent": 0, "uncertain": 1, "present": 2}


@dataclass(frozen=True)
class Mention:
    """A phrase that names a finding: sentence index, place in that sentence, assertion."""

    finding: str
    sentence: int
    start: int
    end: int
    assertion: Assertion


def report_sentences(text: str) -> list[str]:
    """Sentences in lower case, without their full stops; decimal points do not split."""
    parts = (part.strip().lower() for part in _SENTENCE_END.split(text))
    return [part for part in parts if part]


def sentence_mentions(sentence: str, index: int = 0) -> list[Mention]:
    """All mentions of findings in one lower-case sentence."""
    mentions = []
    for finding, pattern in PHRASES.items():
        excluded = EXCLUDED.get(finding)
        holes = [match.span() for match in excluded.finditer(sentence)] if excluded else []
        for match in pattern.finditer(sentence):
            if any(left < match.end() and match.start() < right for left, right in holes):
                continue
            verdict = assertion_of(sentence, match.start(), match.end())
            mentions.append(Mention(finding, index, match.start(), match.end(), verdict))
    return mentions


def report_assertions(text: str) -> dict[str, Assertion]:
    """Finding -> strongest assertion in the text (present over uncertain over absent)."""
    strongest: dict[str, Assertion] = {}
    for index, sentence in enumerate(report_sentences(text)):
        for mention in sentence_mentions(sentence, index):
            held = strongest.get(mention.finding)
            if held is None or _STRENGTH[mention.assertion] > _STRENGTH[held]:
                strongest[mention.finding] = mention.assertion
    return strongest


@lru_cache(maxsize=20_000)
def stated_findings(text: str, uncertain: bool = False) -> frozenset[str]:
    """The findings asserted present in the text; with `uncertain`, the possible ones too."""
    accepted = ("present", "uncertain") if uncertain else ("present",)
    return frozenset(
        finding for finding, verdict in report_assertions(text).items() if verdict in accepted
    )
