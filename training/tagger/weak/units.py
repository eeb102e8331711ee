"""Words of a sentence joined into units (single words or phrases) with their grammatical roles."""

import re
from dataclasses import dataclass, field

from ..words import Word
from . import lexicon, phrases

REMOVED = re.compile(r"x{3,}")
LEVEL = re.compile(r"[tlcs]\d{1,2}")


@dataclass
class Unit:
    """`words[first:last + 1]` of the sentence, its joined normal form, and its roles."""

    norm: str
    first: int
    last: int
    roles: frozenset[str]
    glued_left: bool = False
    glued_right: bool = False
    extra: dict = field(default_factory=dict)


def _phrase_table() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for role, entries in (
        ("disease", phrases.DISEASE_PHRASES),
        ("predicate", phrases.PREDICATE_PHRASES),
        ("kind", phrases.KIND_PHRASES),
        ("anatomy", phrases.ANATOMY_PHRASES),
        ("level", phrases.LEVEL_PHRASES),
        ("device", phrases.DEVICE_PHRASES),
    ):
        for entry in entries:
            table.setdefault(entry[0], []).append((entry, role))
    for candidates in table.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return table


PHRASES = _phrase_table()

WORD_ROLES = (
    ("disease", lexicon.DISEASE_NOUNS),
    ("disease_with_kind", lexicon.DISEASE_HEADS_WITH_KIND),
    ("kind", lexicon.KIND),
    ("organ", lexicon.ORGAN_ADJECTIVES),
    ("placing", lexicon.PLACING_ADJECTIVES),
    ("position", lexicon.POSITION),
    ("anatomy", lexicon.ANATOMY_NOUNS),
    ("anatomy_with_word", lexicon.ANATOMY_HEADS_WITH_WORD),
    ("predicate", lexicon.PREDICATES),
    ("predicate_on_anatomy", lexicon.PREDICATES_ON_ANATOMY),
    ("predicate_after_verb", lexicon.PREDICATES_AFTER_VERB),
    ("chemical", lexicon.CHEMICALS),
    ("device", lexicon.DEVICE_NOUNS),
    ("device_kind", lexicon.DEVICE_KIND),
    ("modifier", lexicon.MODIFIERS),
)


def word_roles(norm: str) -> frozenset[str]:
    """Every role the word may play by itself."""
    roles = {role for role, words in WORD_ROLES if norm in words}
    if LEVEL.fullmatch(norm):
        roles |= {"anatomy", "level"}
    if REMOVED.fullmatch(norm):
        roles.add("removed")
    return frozenset(roles)


def units_of(words: list[Word]) -> list[Unit]:
    """The sentence's units, longest phrases first, in order."""
    units: list[Unit] = []
    i = 0
    while i < len(words):
        match = None
        for entry, role in PHRASES.get(words[i].norm, ()):
            if len(entry) <= len(words) - i and all(
                words[i + k].norm == part for k, part in enumerate(entry)
            ):
                match = (entry, role)
                break
        if match:
            roles = {match[1]}
            if match[1] == "level":
                roles.add("anatomy")
            if match[1] == "anatomy" and match[0][0] in lexicon.OWN_POSITION | {"thoracic"}:
                roles.add("level")
            unit = Unit(" ".join(match[0]), i, i + len(match[0]) - 1, frozenset(roles))
        else:
            unit = Unit(words[i].norm, i, i, word_roles(words[i].norm))
        unit.glued_left = unit.first > 0 and words[unit.first - 1].end == words[unit.first].start
        unit.glued_right = (
            unit.last + 1 < len(words) and words[unit.last + 1].start == words[unit.last].end
        )
        units.append(unit)
        i = unit.last + 1
    return units
