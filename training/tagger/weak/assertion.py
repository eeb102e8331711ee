"""Assertion of findings and devices in one sentence: present, absent or uncertain."""

from ..words import Word
from . import cues, lexicon
from .reach import EXPLAINS, VERBS, ClauseView
from .view import COPULAS, Span


class SentenceAssertion(ClauseView):
    """Reads the assertion of every span of one sentence."""

    def read(self) -> list[str]:
        """Assertions of the DISEASE and DEVICE spans, in order."""
        if not self.targets:
            return []
        self._uncertain()
        self._absent()
        return self.result

    def _absent(self) -> None:
        excepted = self._matches(cues.NOT_A_NEGATION)
        for first, end in self._matches(cues.NEGATION_BEFORE):
            if any(a <= first < b for a, b in excepted):
                continue
            if self.norms[first] == "resolved":
                if first and (
                    self.norms[first - 1] in ("has", "have", "is", "are", "been")
                    or end >= len(self.norms)
                    or self.norms[end] in (",", ".", "and")
                ):
                    continue
                reach = self._phrase_end(end)
            else:
                reach = self._negation_end(end)
            self._set(first, reach, "absent")
        for first, end in self._matches(cues.NOT_BEFORE):
            reach = end
            while reach < len(self.norms) and self.norms[reach] not in cues.BREAKS | {
                ",",
                ".",
                "and",
                "which",
                ";",
                "with",
            }:
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
                if self.norms[first - 1] not in COPULAS and {
                    "seen",
                    "identified",
                    "noted",
                }.intersection(between):
                    continue
                if self.result[k] != "uncertain":
                    self.result[k] = "absent"

    def _uncertain(self) -> None:
        for first, end in self._matches(cues.UNCERTAINTY_BEFORE):
            cue = self.norms[first]
            if cue in ("versus", "vs"):
                for k in self._group_before(first)[:1]:
                    between = self.norms[self.targets[k].last + 1 : first]
                    if len(between) <= 7 and not EXPLAINS.intersection(between):
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
                end >= len(self.norms)
                or self.norms[end] in (".", ",", ";", "given", "in", "although")
            ):
                continue
            if (
                self.norms[first] in ("is", "are", "was", "were", "remain", "remains", "be")
                and self.norms[end - 1] in ("likely", "possible", "probable", "favored")
                and not (
                    end >= len(self.norms)
                    or self.norms[end] in (".", ",", ";", "given", "in", "although", "and", "but")
                )
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
            if not any(span.last < first for span in self.spans) and not self.norms[
                first + 1
            ].startswith("repre"):
                continue
            if self.norms[end - 1] in ("a", "an", "from"):
                self._set(end, self._joined_end(end), "uncertain")
            else:
                self._set(end, self._clause_end(end), "uncertain")
        for i, norm in enumerate(self.norms):
            if not norm.startswith("xxxx") or i == 0 or i + 1 >= len(self.norms):
                continue
            following = i + 1
            while (
                following < len(self.norms)
                and self.norms[following] in lexicon.MODIFIERS | lexicon.PLACING_ADJECTIVES
            ):
                following += 1
            target = next((t for t in self.targets if t.first == following), None)
            if target is None or (
                target.first == target.last and self.norms[target.first] in lexicon.PREDICATES
            ):
                continue
            back = i - 1
            while back > 0 and self.norms[back].startswith("xxxx"):
                back -= 1
            previous = self.norms[back]
            earlier = any(t.last < i for t in self.targets)
            if (
                (
                    previous == ","
                    and earlier
                    and "," not in self.norms[target.last : target.last + 6]
                )
                or (
                    previous in ("is", "are")
                    and back >= 1
                    and self.norms[back - 1] not in ("there", "is")
                )
                or any(t.last == back and t.type == "DISEASE" for t in self.targets)
            ):
                self._set(i, self._joined_end(i, also_and=True), "uncertain")

    def _alternatives(self) -> None:
        """ "atelectasis or scarring" read as one finding: both uncertain (decision 12)."""
        for k in range(len(self.targets) - 1):
            left, right = self.targets[k], self.targets[k + 1]
            between = self.norms[left.last + 1 : right.first]
            if (
                "DEVICE" in (left.type, right.type)
                or not between
                or between[0] != "or"
                or len(between) > 3
            ):
                continue
            if any(word in VERBS or word in (",", "and", "of") for word in between):
                continue
            self.result[k] = self.result[k + 1] = "uncertain"


def assertions_of(words: list[Word], spans: list[Span]) -> dict[Span, str]:
    """Assertion of every DISEASE and DEVICE span of the sentence."""
    reader = SentenceAssertion(words, spans)
    return dict(zip(reader.targets, reader.read(), strict=True))
