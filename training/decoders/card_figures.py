"""The measured part of a decoder's card, from the tables that `evaluate` left in its run."""

from __future__ import annotations

from typing import Any

from training.packs.card import table

COLUMNS = {
    "BLEU-1": "bleu1",
    "BLEU-4": "bleu4",
    "ROUGE-L": "rougeL",
    "CIDEr": "cider",
    "clin. P": "clinicalPrecision",
    "clin. R": "clinicalRecall",
    "clin. F1": "clinicalF1",
    "macro F1": "clinicalMacroF1",
}
SUBSETS = {
    "all": "All studies",
    "unseen": "Studies whose text does not stand in train",
    "abnormal": "Studies whose reference states a finding",
}
UNMEASURED = "Not evaluated yet: this is a pack for engine tests."


def _interval(row: dict[str, float]) -> str | None:
    if "clinicalF1Low" not in row:
        return None
    return f"{row['clinicalF1Low']:.2f} to {row['clinicalF1High']:.2f}"


def _subset(tables: dict[str, Any], subset: str) -> str:
    names = [*tables["rows"]["models"], *tables["rows"]["baselines"]]
    rows = []
    for name in names:
        row = tables[subset][name]
        values = [float(row[key]) for key in COLUMNS.values()]
        rows.append([name, *values, _interval(row), int(row["distinct"])])
    return f"{SUBSETS[subset]}:\n\n" + table(["row", *COLUMNS, "95 % of F1", "texts"], rows)


def _films(tables: dict[str, Any]) -> str | None:
    """Against the labels of NIH's and ROCO's validation films."""
    if not tables.get("films"):
        return None
    groups = sorted({group for row in tables["films"].values() for group in row})
    header = ["row", *(f"{group.upper()} {key}" for group in groups for key in ("P", "R", "F1"))]
    keys = ("clinicalPrecision", "clinicalRecall", "clinicalF1")
    rows = [
        [name, *(found.get(group, {}).get(key) for group in groups for key in keys)]
        for name, found in tables["films"].items()
    ]
    text = "Findings of the text against the labels of other collections, frontal film alone:"
    return f"{text}\n\n{table(header, rows)}"


def _agreement(tables: dict[str, Any]) -> str:
    said = {
        "greedy": "int8 decoder against float32",
        "shipped": "int8 encoder and decoder against float32",
        "engine": "TypeScript against PyTorch with the same weights",
    }
    shares = [
        f"{words} {tables['quantisation'][name]['identical']:.1%}"
        for name, words in said.items()
        if name in tables["quantisation"]
    ]
    return f"Studies with the same text: {'; '.join(shares)}." if shares else ""


def figures(decoder: str, tables: dict[str, Any] | None) -> str:
    """Tables by subset, against labels of films, and what they do not show."""
    if tables is None:
        return UNMEASURED
    parts = [_subset(tables, subset) for subset in SUBSETS]
    parts.append(
        "The best constant report is found by search on the very texts it is scored on. Overlap "
        "scores alone reward writing normal reports: read them beside the clinical F1."
    )
    parts += [part for part in (_films(tables), _agreement(tables)) if part]
    parts.append(
        f"Figures of {decoder} by age, sex or both are not given: the report collection at hand does "
        "not state them."
    )
    return "\n\n".join(parts)


def finding_slots(tables: dict[str, Any] | None) -> str:
    """What switching the finding inputs from 0 to 1 changes, as measured."""
    if tables is None:
        return ""
    changed = tables["findingInputs"]["greedy"]["changed"]
    return (
        f"Setting all finding inputs to 0 or to 1 changes the greedy text in {changed:.1%} of the "
        "val studies: that is how far the text follows the finding head; the rest it takes from "
        "the film cells. "
    )
