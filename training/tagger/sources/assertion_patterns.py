"""NegBio's and CheXpert's pattern files as a source of assertions.

The files hold patterns over dependency graphs. Without a parser a pattern is read as what it asks
for: words (by lemma, a prefix match of the stem) and prepositions, all in the clause of the mention
and at most REACH words away from it. Order as in CheXpert: uncertainty before negation, negation,
uncertainty after; nothing matched is "present".
"""

import re
from dataclasses import dataclass
from pathlib import Path

REACH = 9
"""Words between a mention and a cue word, at most."""
CLAUSE_ENDS = frozenset([";", ":", ".", "but", "however", "although", "though", "with", "which"])
NEGATIONS = frozenset(["no", "not", "without", "never", "neither", "nor", "cannot", "t"])
_PREPOSITION = re.compile(r"(?:nmod|conj):([a-z]+)")


@dataclass(frozen=True)
class Pattern:
    """Sets of alternatives, each of which must occur; `stance` is what the pattern then says."""

    needs: tuple[frozenset[str], ...]
    stance: str


def _pattern(line: str, stance: str) -> Pattern | None:
    """The words a pattern asks for; None where it asks the mention itself to be certain words."""
    if not line.startswith(("{} ", "({} ")):
        return None
    needs: list[frozenset[str]] = []
    for body in re.findall(r"\{([^{}]*)\}", line):
        lemma = re.search(r"lemma:/([^/]*)/", body)
        if lemma:
            needs.append(frozenset(re.sub(r"[^a-z|]", "", lemma.group(1)).split("|")))
        if "dependency:/neg/" in body:
            needs.append(NEGATIONS)
        prepositions = _PREPOSITION.findall(body)
        if prepositions and len(prepositions) == body.count("|") + 1:
            needs.append(frozenset(prepositions) - {"negcc"})
    needs = [need for need in needs if need - {""}]
    return Pattern(tuple(needs), stance) if needs else None


def read_patterns(lexicons: Path) -> list[Pattern]:
    """Every pattern that names at least one word, in the order in which they are tried."""
    files = (
        ("chexpert/patterns/pre_negation_uncertainty.txt", "uncertain"),
        ("chexpert/patterns/negation.txt", "absent"),
        ("negbio/patterns/neg_patterns.txt", "absent"),
        ("chexpert/patterns/post_negation_uncertainty.txt", "uncertain"),
        ("negbio/patterns/uncertainty_patterns.txt", "uncertain"),
    )
    found: list[Pattern] = []
    for name, stance in files:
        for line in (lexicons / name).read_text().splitlines():
            pattern = _pattern(line.strip(), stance)
            if pattern and pattern not in found:
                found.append(pattern)
    return found


def _stem(lemma: str) -> str:
    return lemma[:-1] if len(lemma) > 5 and lemma.endswith(("e", "y")) else lemma


def _fits(word: str, lemma: str) -> bool:
    if lemma == "be":
        return word in ("be", "is", "are", "was", "were", "been")
    if len(lemma) <= 4:
        return word == lemma
    return word.startswith(_stem(lemma)) and len(word) <= len(lemma) + 4


def pattern_assertion(words: list[str], first: int, last: int, patterns: list[Pattern]) -> str:
    """Assertion of the mention `first..last` (inclusive) in a sentence of normal-form words."""
    begin = first
    while begin > 0 and first - begin < REACH and words[begin - 1] not in CLAUSE_ENDS:
        begin -= 1
    end = last + 1
    while end < len(words) and end - last <= REACH and words[end] not in CLAUSE_ENDS:
        end += 1
    around = words[begin:first] + words[last + 1 : end]
    for pattern in patterns:
        if all(
            any(_fits(word, lemma) for word in around for lemma in need) for need in pattern.needs
        ):
            return pattern.stance
    return "present"
