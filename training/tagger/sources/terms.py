"""Terms of the public lexicons as sources: CheXpert mentions, MeSH, Disease Ontology, Uberon."""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from ..words import split_words

MESH_TYPES = {"A": "ANATOMY", "C": "DISEASE", "D": "CHEMICAL", "E07": "DEVICE"}
"""Branches of the MeSH tree and the report type of their headings (E07: equipment and supplies)."""

Terms = dict[tuple[str, ...], str]


class TermSource:
    """Finds the longest terms in a sentence, from left to right.

    `prefixes`: the last word of a term may go on in the text ("opaci" finds "opacities"), as
    CheXpert's phrase lists are meant; otherwise the last word may stand in the plural.
    """

    def __init__(self, terms: Terms, prefixes: bool = False) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.prefixes = prefixes
        for term, kind in sorted(terms.items(), key=lambda row: (-len(row[0]), row[0])):
            key = term[0][:3] if prefixes and len(term) == 1 else term[0]
            self.by_first.setdefault(key, []).append((term, kind))
            if not prefixes and len(term) == 1:
                self.by_first.setdefault(term[0] + "s", []).append((term, kind))

    def _last_fits(self, word: str, wanted: str) -> bool:
        if self.prefixes:
            return word.startswith(wanted)
        return word in (wanted, wanted + "s", wanted + "es")

    def spans(self, words: list[str]) -> list[tuple[int, int, str]]:
        """(first, last, type) of the terms found in normal-form words."""
        found: list[tuple[int, int, str]] = []
        i = 0
        while i < len(words):
            candidates = self.by_first.get(words[i], [])
            if self.prefixes:
                candidates = candidates + self.by_first.get(words[i][:3], [])
            best: tuple[int, str] | None = None
            for term, kind in candidates:
                part = tuple(words[i : i + len(term)])
                fits = len(part) == len(term) and part[:-1] == term[:-1]
                longer = not best or len(term) > best[0]
                if fits and longer and self._last_fits(part[-1], term[-1]):
                    best = (len(term), kind)
            if best:
                found.append((i, i + best[0] - 1, best[1]))
                i += best[0]
            else:
                i += 1
        return found


def _terms(rows: Iterable[tuple[str, str]]) -> Terms:
    """Normal-form terms of three letters or more; the first type given to a term stays."""
    terms: Terms = {}
    for name, kind in rows:
        words = tuple(word.norm for word in split_words(name))
        if words and len("".join(words)) >= 3 and len(words) <= 6:
            terms.setdefault(words, kind)
    return terms


def chexpert_source(lexicons: Path) -> TermSource:
    """CheXpert's mention phrases; the lists that name normal organs ("heart size") are left out."""
    rows: list[tuple[str, str]] = []
    for path in sorted((lexicons / "chexpert/phrases/mention").glob("*.txt")):
        if path.stem == "enlarged_cardiomediastinum":
            continue
        kind = "DEVICE" if path.stem == "support_devices" else "DISEASE"
        for line in path.read_text().splitlines():
            phrase = line.strip().strip("_")
            if path.stem == "cardiomegaly" and phrase not in (
                "cardiomegaly",
                "cardiac enlargement",
            ):
                continue
            if phrase in ("density", "fissure", "support", "marker"):
                continue  # plain words of the normal chest
            rows.append((phrase, kind))
    return TermSource(_terms(rows), prefixes=True)


def mesh_source(lexicons: Path) -> TermSource:
    """Headings of the MeSH branches in MESH_TYPES; "Edema, Pulmonary" is read as "Pulmonary Edema"."""
    rows: list[tuple[str, str]] = []
    with (lexicons / "mesh/2017MeshTree.txt").open(encoding="utf-8-sig") as file:
        for row in csv.reader(file, delimiter="\t"):
            kind = MESH_TYPES.get(row[0][:3]) or MESH_TYPES.get(row[0][:1])
            if kind:
                parts = row[2].split(", ")
                rows.append((" ".join([*parts[1:], parts[0]]) if len(parts) == 2 else row[2], kind))
    return TermSource(_terms(rows))


def disease_ontology_source(lexicons: Path) -> TermSource:
    """Labels of the Disease Ontology."""
    with (lexicons / "disease-ontology/HumanDO.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(row["label"], "DISEASE") for row in csv.DictReader(file, delimiter="\t")]
    return TermSource(_terms(rows))


def uberon_source(lexicons: Path) -> TermSource:
    """Names and exact synonyms of Uberon's slim."""
    text = (lexicons / "uberon/efo-slim.obo").read_text(encoding="utf-8")
    names = re.findall(r"^name: (.+)$", text, re.MULTILINE)
    names += re.findall(r'^synonym: "([^"]+)" EXACT', text, re.MULTILINE)
    return TermSource(_terms((name, "ANATOMY") for name in names))


def term_sources(lexicons: Path) -> dict[str, TermSource]:
    """Every lexicon source by name."""
    return {
        "chexpert": chexpert_source(lexicons),
        "mesh": mesh_source(lexicons),
        "disease-ontology": disease_ontology_source(lexicons),
        "uberon": uberon_source(lexicons),
    }
