"""How far a denial or a hedge reaches in a sentence."""

import re

from ..words import Word
from . import cues
from .view import COPULAS, Span

VERBS = COPULAS | frozenset(
    [
        "has",
        "have",
        "had",
        "seen",
        "identified",
        "noted",
        "shows",
        "show",
        "demonstrates",
        "demonstrate",
        "reveals",
        "reveal",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "in",
        "of",
        "within",
        "over",
        "at",
        "the",
        "on",
        "to",
        "involving",
        "with",
        "from",
        "and",
        "or",
        ",",
        "overlying",
        "both",
        "no",
        "acute",
        "under",
        "near",
        "about",
        "along",
    ]
)
EXPLAINS = frozenset(
    [
        "representing",
        "represents",
        "represent",
        "may",
        "could",
        "suggesting",
        "suggests",
        "from",
        "due",
    ]
)
_JOINERS = frozenset([",", "and", "or", "/", "nor", "and/or"])


class ClauseView:
    """A sentence's words and spans, with the clause and list boundaries that end a cue's reach."""

    def __init__(self, words: list[Word], spans: list[Span]) -> None:
        self.norms = [word.norm for word in words]
        self.spans = spans
        self.targets = [span for span in spans if span.type in ("DISEASE", "DEVICE")]
        self.text = " ".join(self.norms)
        self.position: dict[int, int] = {}
        offset = 0
        for i, norm in enumerate(self.norms):
            self.position[offset] = i
            offset += len(norm) + 1
        self.result = ["present"] * len(self.targets)

    def _matches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """Word ranges `[first, end)` of the pattern's matches."""
        found = []
        for match in pattern.finditer(self.text):
            first = self.position.get(match.start())
            if first is None:
                continue
            found.append((first, first + len(match.group().split())))
        return found

    def _span_at(self, i: int) -> Span | None:
        return next((span for span in self.spans if span.first <= i <= span.last), None)

    def _set(self, first: int, end: int, value: str) -> None:
        for k, target in enumerate(self.targets):
            if first <= target.first and target.last < end:
                self.result[k] = value

    def _negation_end(self, start: int) -> int:
        """First word after `start` that the denial does not reach."""
        verb_seen = False
        for i in range(start, len(self.norms)):
            norm = self.norms[i]
            if norm in cues.BREAKS or norm in (";", ":"):
                return i
            if norm in ("may", "could", "might", "suggests") and i > start:
                return i
            if (
                norm == "with"
                and self.norms[i - 1]
                not in ("consistent", "compatible", "associated", "concerning", "patient")
                and i > start
            ):
                return i
            if norm in VERBS:
                verb_seen = True
            if (
                i > start
                and self.norms[i - 1] not in _PREPOSITIONS
                and self._new_clause(i)
                and self._span_at(i - 1) is not None
            ):
                return i
            if norm in (",", "and", "."):
                following = self.norms[i + 1] if i + 1 < len(self.norms) else ""
                if verb_seen and norm != ".":
                    return i
                if (
                    norm == ","
                    and following in cues.AFFIRMATIVES
                    and not (following in ("large", "low"))
                ):
                    return i
                if (
                    norm == "and"
                    and following
                    in ("there", "the", "mild", "stable", "minimal", "unchanged", "heart")
                    and self._new_clause(i + 1)
                ):
                    return i
                if self._new_clause(i + 1):
                    return i
            if norm in ("which", "that") and i > start:
                return i
        return len(self.norms)

    def _new_clause(self, i: int) -> bool:
        """Whether anatomy and then a verb start at word `i` ("..., heart is enlarged")."""
        k = i
        while k < len(self.norms) and self.norms[k] in ("the", "and", "both", "visualized"):
            k += 1
        span = self._span_at(k)
        if span is None or span.type != "ANATOMY":
            return False
        k = span.last + 1
        while k < len(self.norms) and self.norms[k] in ("size", "and", "volumes", "also"):
            k += 1
        return k < len(self.norms) and self.norms[k] in VERBS

    def _phrase_end(self, start: int) -> int:
        for span in self.targets:
            if span.first >= start:
                return span.last + 1
        return start

    def _group_before(self, i: int, joiners: frozenset[str] = _JOINERS) -> list[int]:
        """The nearest finding before word `i` and those joined to it by a list."""
        before = [k for k, target in enumerate(self.targets) if target.last < i]
        if not before:
            return []
        group = [before[-1]]
        for k in reversed(before[:-1]):
            between = self.norms[self.targets[k].last + 1 : self.targets[group[-1]].first]
            if (
                any(word in joiners for word in between)
                and len(between) <= 6
                and not any(
                    word in VERBS or word in cues.BREAKS or word in ("with", "may", "could")
                    for word in between
                )
            ):
                group.append(k)
            else:
                break
        return group

    def _clause_end(self, start: int, stop_at_comma: bool = False) -> int:
        for i in range(start, len(self.norms)):
            if (
                self.norms[i] in cues.BREAKS
                or self.norms[i] in (";", "without")
                or (stop_at_comma and self.norms[i] == ",")
            ):
                return i
            if (
                self.norms[i] == ","
                and i + 1 < len(self.norms)
                and self.norms[i + 1]
                in ("there", "the", "no", "stable", "unchanged", "which", "recommend")
            ):
                return i
            if (
                self.norms[i] == "and"
                and i + 1 < len(self.norms)
                and (
                    self.norms[i + 1] in ("there", "stable", "unchanged") or self._new_clause(i + 1)
                )
            ):
                return i
        return len(self.norms)

    def _joined_end(self, start: int, also_and: bool = False) -> int:
        """End of the noun phrase at `start` and of what follows it by "or", "/" or "versus"."""
        group = [target for target in self.targets if target.first >= start]
        end = start
        previous: Span | None = None
        for target in group:
            between = self.norms[(previous.last + 1) if previous else start : target.first]
            if previous is None:
                if (
                    any(
                        word in VERBS - {"be", "seen", "noted"}
                        or word in (",", ";")
                        or word in cues.BREAKS
                        for word in between
                    )
                    and between[:1] != [","]
                    and not any(
                        word
                        in (
                            "represent",
                            "represents",
                            "representing",
                            "due",
                            "reflects",
                            "reflect",
                            "related",
                            "secondary",
                        )
                        for word in between
                    )
                ):
                    return end
            elif not self._joined(between) and not (
                also_and and between[:1] == ["and"] and len(between) <= 2
            ):
                return end
            end, previous = target.last + 1, target
        return end

    def _joined(self, between: list[str]) -> bool:
        if any(word in VERBS or word in cues.BREAKS or word == "with" for word in between):
            return False
        if not between:
            return True
        return any(word in ("or", "/", "versus", "vs") for word in between) and len(between) <= 6
