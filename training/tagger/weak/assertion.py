"""Assertion of findings and devices in one sentence: present, absent or uncertain."""

import re

from ..words import Word
from . import cues, lexicon
from .spans import COPULAS, Span

VERBS = COPULAS | frozenset(["has", "have", "had", "seen", "identified", "noted", "shows", "show", "demonstrates", "demonstrate", "reveals", "reveal"])
_PREPOSITIONS = frozenset(["in", "of", "within", "over", "at", "the", "on", "to", "involving", "with", "from", "and", "or", ",", "overlying", "both", "no", "acute", "under", "near", "about", "along"])
_EXPLAINS = frozenset(["representing", "represents", "represent", "may", "could", "suggesting", "suggests", "from", "due"])
_JOINERS = frozenset([",", "and", "or", "/", "nor", "and/or"])


class SentenceAssertion:
    """Reads the assertion of every span of one sentence."""

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

    def read(self) -> list[str]:
        """Assertions of the DISEASE and DEVICE spans, in order."""
        if not self.targets:
            return []
        self._uncertain()
        self._absent()
        return self.result

    # -- matching ------------------------------------------------------------------------------

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

    # -- absent --------------------------------------------------------------------------------

    def _absent(self) -> None:
        excepted = self._matches(cues.NOT_A_NEGATION)
        for first, end in self._matches(cues.NEGATION_BEFORE):
            if any(a <= first < b for a, b in excepted):
                continue
            if self.norms[first] == "resolved":
                if first and (self.norms[first - 1] in ("has", "have", "is", "are", "been") or end >= len(self.norms) or self.norms[end] in (",", ".", "and")):
                    continue
                reach = self._phrase_end(end)
            else:
                reach = self._negation_end(end)
            self._set(first, reach, "absent")
        for first, end in self._matches(cues.NOT_BEFORE):
            reach = end
            while reach < len(self.norms) and self.norms[reach] not in cues.BREAKS | {",", ".", "and", "which", ";", "with"}:
                reach += 1
            self._set(first, reach, "absent")
        barred = self._matches(cues.NOT_NEGATION_AFTER)
        for first, end in self._matches(cues.NEGATION_AFTER):
            if any(a <= first < b or first <= a < end for a, b in barred):
                continue
            if self.norms[first] == "removed" and first == 0:
                continue
            if "which" in self.norms[max(0, first - 3) : first]:
                continue
            for k in self._group_before(first):
                between = self.norms[self.targets[k].last + 1 : first]
                if self.norms[first - 1] not in COPULAS and {"seen", "identified", "noted"}.intersection(between):
                    continue
                if self.result[k] != "uncertain":
                    self.result[k] = "absent"

    def _negation_end(self, start: int) -> int:
        """First word after `start` that the denial does not reach."""
        verb_seen = False
        for i in range(start, len(self.norms)):
            norm = self.norms[i]
            if norm in cues.BREAKS or norm in (";", ":"):
                return i
            if norm in ("may", "could", "might", "suggests") and i > start:
                return i
            if norm == "with" and self.norms[i - 1] not in ("consistent", "compatible", "associated", "concerning", "patient") and i > start:
                return i
            if norm in VERBS:
                verb_seen = True
            if i > start and self.norms[i - 1] not in _PREPOSITIONS and self._new_clause(i) and self._span_at(i - 1) is not None:
                return i
            if norm in (",", "and", "."):
                following = self.norms[i + 1] if i + 1 < len(self.norms) else ""
                if verb_seen and norm != ".":
                    return i
                if norm == "," and following in cues.AFFIRMATIVES and not (following in ("large", "low")):
                    return i
                if norm == "and" and following in ("there", "the", "mild", "stable", "minimal", "unchanged", "heart") and self._new_clause(i + 1):
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
            if any(word in joiners for word in between) and len(between) <= 6 and not any(
                word in VERBS or word in cues.BREAKS or word in ("with", "may", "could") for word in between
            ):
                group.append(k)
            else:
                break
        return group

    # -- uncertain -----------------------------------------------------------------------------

    def _uncertain(self) -> None:
        for first, end in self._matches(cues.UNCERTAINTY_BEFORE):
            cue = self.norms[first]
            if cue in ("versus", "vs"):
                for k in self._group_before(first)[:1]:
                    between = self.norms[self.targets[k].last + 1 : first]
                    if len(between) <= 7 and not _EXPLAINS.intersection(between):
                        self.result[k] = "uncertain"
                self._set(end, self._joined_end(end), "uncertain")
            elif cue in ("if", "whether"):
                self._set(end, self._clause_end(end, stop_at_comma=True), "uncertain")
            elif cue in cues.SHORT_HEDGES:
                adverb = cue in ("possibly", "probably", "likely", "presumably", "perhaps")
                self._set(end, self._joined_end(end, also_and=adverb), "uncertain")
            else:
                self._set(end, self._clause_end(end), "uncertain")
        for first, end in self._matches(cues.UNCERTAINTY_AFTER):
            if self.norms[first] in ("possible", "likely", "suspected") and not (
                end >= len(self.norms) or self.norms[end] in (".", ",", ";", "given", "in", "although")
            ):
                continue
            if self.norms[first] in ("is", "are", "was", "were", "remain", "remains", "be") and self.norms[end - 1] in ("likely", "possible", "probable", "favored") and not (
                end >= len(self.norms) or self.norms[end] in (".", ",", ";", "given", "in", "although", "and", "but")
            ):
                continue
            for k in self._group_before(first):
                self.result[k] = "uncertain"
        self._lost_likely()
        self._alternatives()

    def _lost_likely(self) -> None:
        for first, end in self._matches(cues.LOST_LIKELY):
            if first == 0 or self.norms[first - 1] in ("no", "of", "the", "with", "for", "on", "a"):
                continue
            if not any(span.last < first for span in self.spans) and not self.norms[first + 1].startswith("repre"):
                continue
            if self.norms[end - 1] in ("a", "an", "from"):
                self._set(end, self._joined_end(end), "uncertain")
            else:
                self._set(end, self._clause_end(end), "uncertain")
        for i, norm in enumerate(self.norms):
            if not norm.startswith("xxxx") or i == 0 or i + 1 >= len(self.norms):
                continue
            following = i + 1
            while following < len(self.norms) and self.norms[following] in lexicon.MODIFIERS | lexicon.PLACING_ADJECTIVES:
                following += 1
            target = next((t for t in self.targets if t.first == following), None)
            if target is None or (target.first == target.last and self.norms[target.first] in lexicon.PREDICATES):
                continue
            back = i - 1
            while back > 0 and self.norms[back].startswith("xxxx"):
                back -= 1
            previous = self.norms[back]
            earlier = any(t.last < i for t in self.targets)
            if (previous == "," and earlier and "," not in self.norms[target.last : target.last + 6]) or (
                previous in ("is", "are") and back >= 1 and self.norms[back - 1] not in ("there", "is")
            ):
                self._set(i, self._joined_end(i, also_and=True), "uncertain")

    def _clause_end(self, start: int, stop_at_comma: bool = False) -> int:
        for i in range(start, len(self.norms)):
            if self.norms[i] in cues.BREAKS or self.norms[i] in (";", "without") or (stop_at_comma and self.norms[i] == ","):
                return i
            if self.norms[i] == "," and i + 1 < len(self.norms) and self.norms[i + 1] in ("there", "the", "no", "stable", "unchanged", "which", "recommend"):
                return i
            if self.norms[i] == "and" and i + 1 < len(self.norms) and (self.norms[i + 1] in ("there", "stable", "unchanged") or self._new_clause(i + 1)):
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
                if any(word in VERBS - {"be", "seen", "noted"} or word in (",", ";") or word in cues.BREAKS for word in between) and between[:1] != [","]:
                    if not any(word in ("represent", "represents", "representing", "due", "reflects", "reflect", "related", "secondary") for word in between):
                        return end
            elif not self._joined(between) and not (also_and and between[:1] == ["and"] and len(between) <= 2):
                return end
            end, previous = target.last + 1, target
        return end

    def _joined(self, between: list[str]) -> bool:
        if any(word in VERBS or word in cues.BREAKS or word == "with" for word in between):
            return False
        if not between:
            return True
        return any(word in ("or", "/", "versus", "vs") for word in between) and len(between) <= 6

    def _alternatives(self) -> None:
        """ "atelectasis or scarring" read as one finding: both uncertain (decision 12)."""
        for k in range(len(self.targets) - 1):
            left, right = self.targets[k], self.targets[k + 1]
            between = self.norms[left.last + 1 : right.first]
            if "DEVICE" in (left.type, right.type) or not between or between[0] != "or" or len(between) > 3:
                continue
            if any(word in VERBS or word in (",", "and", "of") for word in between):
                continue
            self.result[k] = self.result[k + 1] = "uncertain"


def assertions_of(words: list[Word], spans: list[Span]) -> dict[Span, str]:
    """Assertion of every DISEASE and DEVICE span of the sentence."""
    reader = SentenceAssertion(words, spans)
    return dict(zip(reader.targets, reader.read(), strict=True))
