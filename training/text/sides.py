"""On which side a sentence of a report says that a finding is.

The same rule as src/domain/stated-side.ts; tests/fixtures/stated-sides.json holds both to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "right"]
Sides = Side | Literal["both"]


@dataclass(frozen=True)
class FilmSides:
    """Where a frontal film shows findings; those of which it shows no side are absent."""

    shown: Mapping[str, Side] = field(default_factory=dict)
    """Clearly enough to contradict a side that a text says."""
    told: Mapping[str, Side] = field(default_factory=dict)
    """Of these, those shown so clearly on one half that a text may say the side unasked."""


NO_SIDES = FilmSides()
"""Of a film that was not read, or shows none."""

_OTHER_THINGS = re.compile(
    r"\b(?:left|right)(?:-sided)? (?:ventric\w+|atri\w+|heart|cardiac)"
    r"|\b(?:left|right)(?:-sided)?(?: \w+){0,3} (?:picc|lines?|catheters?|ports?|mediport|tubes?|"
    r"pacemakers?|pacer|leads?|electrodes?|stents?|clips|sutures)\b"
    r"|\b(?:shift\w*|deviat\w+|displac\w+)(?: \w+){0,6} (?:left|right)\b"
)
"""A side that is not the finding's."""
_BOTH = re.compile(
    r"\b(?:left|right)(?:-sided)? (?:and|or|versus|(?:\w+ )?than) (?:the |on the )?(?:left|right)\b"
)
_SIDE = re.compile(r"\b(left|right|bilateral(?:ly)?|both|biapical|bibasilar|bibasal|bibasally)\b")
_CLAUSE_END = re.compile(r"[,;:]|\b(?:and|or|with|but|while)\b")
_PLACED = re.compile(r"\b(?:on|in|at|within|of|along) (?:the )?(?:left|right)\b")


def stated_side(sentence: str, start: int) -> Side | None:
    """The one side of the finding that is named at `start` of a lower-case sentence; None where no
    side is said, or both are."""
    said = stated_sides(sentence, start)
    return None if said == "both" else said


def stated_sides(sentence: str, start: int) -> Sides | None:
    """Side of the finding that is named at `start` of a lower-case sentence, or both.

    The side of its own clause, else that of the nearest clause before, else that of a clause after
    it that ends in a place ("effusion and consolidation at the left base").
    """
    text = _OTHER_THINGS.sub(lambda match: " " * len(match.group()), sentence)
    text = _BOTH.sub(lambda match: "both".ljust(len(match.group())), text)
    before, own, after = [], "", []
    first = 0
    for end in [*(match.start() for match in _CLAUSE_END.finditer(text)), len(text)]:
        clause = text[first:end]
        if end <= start:
            before.append(clause)
        elif first <= start:
            own = clause
        elif _PLACED.search(clause):
            after.append(clause)
        first = end
    for clause in (own, *reversed(before), *after):
        said = set(_SIDE.findall(clause))
        if said:
            return "left" if said == {"left"} else "right" if said == {"right"} else "both"
    return None


_ONE_SIDE = re.compile(r"\b(?:left|right)")
_OTHER: dict[str, str] = {"left": "right", "right": "left"}


def with_other_side(sentence: str) -> str | None:
    """A lower-case sentence with its side exchanged; None where it names none, both, or that of
    another thing than a finding."""
    if len(set(_ONE_SIDE.findall(sentence))) != 1 or _OTHER_THINGS.search(sentence):
        return None
    return _ONE_SIDE.sub(lambda match: _OTHER[match.group()], sentence)
