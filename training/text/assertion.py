"""Present, absent or uncertain: the assertion of a phrase in one sentence of a report.

A compact form of the NegEx / NegBio / CheXpert approach: a cue opens a scope that runs to the next
terminator. Cues before the phrase (no, without, free of), cues after it (is not seen, have
resolved) and uncertainty cues (may represent, possible, versus) are regular expressions over the
lower-case sentence.
"""

from __future__ import annotations

import re
from typing import Literal

Assertion = Literal["present", "absent", "uncertain"]

_NEGATION_BEFORE = re.compile(
    r"\b(?:no|not|without|denies|negative for|free of|clear of|absence of|absent|lack of|lacks|"
    r"neither|nor|never|none|rather than|resolution of|resolved|clearing of|removal of|"
    r"removed|exclude[sd]?|rule[sd]? out|ruling out|fails? to (?:show|demonstrate|reveal)|"
    r"(?:un)?likely not|unlikely|cannot|unremarkable for|history of|evaluate for|"
    r"evaluation (?:for|of)|concern(?:ing)? for no)\b"
)
# Phrases that begin like a negation but assert what follows.
_PSEUDO_NEGATION = re.compile(
    r"\b(?:no (?:significant |interval |definite |appreciable |substantial |acute )*change|"
    r"not (?:significantly |appreciably )?(?:changed|excluded)|no (?:longer|further increase)|"
    r"without (?:significant |interval )*change|not only|no increase|no decrease|"
    r"cannot be (?:entirely |completely )?(?:excluded|ruled out)|"
    r"cannot (?:entirely |completely )?(?:exclude|rule out)|not (?:entirely )?rule out|"
    r"(?:difficult|impossible) to exclude)\b"
)
_NEGATION_AFTER = re.compile(
    r"\b(?:(?:is|are|was|were) (?:not|no longer)(?! (?:significantly |appreciably )?changed)"
    r"(?! excluded)|not (?:seen|identified|"
    r"visualized|demonstrated|evident|appreciated|present|noted|detected)|"
    r"(?:is|are|was|were) (?:absent|excluded|ruled out|resolved|unlikely|removed)|"
    r"(?:has|have) (?:been )?(?:resolved|cleared|been removed|been excluded|removed)|"
    r"no longer|(?:is|are) negative|unlikely)\b"
)
_UNCERTAIN_BEFORE = re.compile(
    r"\b(?:may|might|could|possib(?:le|ly|ility)|probable|probably|likely|suspected|suspicious for|"
    r"suspicion|questionabl[ey]|question of|versus|vs|or|suggest(?:s|ing|ive|ed)?|concern|"
    r"concerning|cannot (?:entirely |completely )?(?:exclude|rule out)|"
    r"difficult to exclude|presumably|presumed|favored|perhaps|"
    r"potentially|differential|correlate|equivocal)\b"
)
_UNCERTAIN_AFTER = re.compile(
    r"\b(?:versus|vs|cannot be (?:entirely |completely )?(?:excluded|ruled out)|"
    r"(?:is|are) (?:not excluded|possible|suspected|questioned|considered)|not excluded|"
    r"is a consideration|(?:may|might|could) be (?:present|considered))\b"
)
# Where the scope of a cue ends.
_TERMINATOR = re.compile(
    r"\b(?:but|however|although|though|except|aside from|apart from|other than|otherwise|besides|"
    r"which|that (?:is|are)|there (?:is|are)|secondary to|due to|because|given|with|"
    r"status post|seen in|as seen|unchanged|is (?:stable|noted)|are (?:stable|noted)|"
    r"is normal|are normal|(?:are|is) clear(?! of)|is unremarkable|are unremarkable|within normal|"
    r"demonstrat(?:es|ing)|consistent with|compatible with|again)\b|[;:]"
)


def _last_terminator(text: str) -> int:
    end = 0
    for match in _TERMINATOR.finditer(text):
        end = match.end()
    return end


def assertion_of(sentence: str, start: int, end: int) -> Assertion:
    """Assertion of the phrase at `start`..`end` in a lower-case `sentence`."""
    before = sentence[:start]
    before = before[_last_terminator(before) :]
    after = sentence[end:]
    stop = re.search(r"\b(?:but|however|although|though)\b|[;:]", after)
    if stop:
        after = after[: stop.start()]
    uncertain = bool(_UNCERTAIN_AFTER.search(after))
    pseudo = [match.span() for match in _PSEUDO_NEGATION.finditer(before)]
    for match in _NEGATION_BEFORE.finditer(before):
        if not any(left <= match.start() < right for left, right in pseudo):
            return "absent"
    if not uncertain and _NEGATION_AFTER.search(after):
        return "absent"
    if uncertain or re.search(_UNCERTAIN_BEFORE, _without_plain_or(before)):
        return "uncertain"
    return "present"


def _without_plain_or(before: str) -> str:
    """`or` counts as uncertain only next to the phrase ("scarring or atelectasis")."""
    return re.sub(r"\bor\b(?!\s*(?:\w+\s+){0,2}$)", " ", before)
