"""Markdown tables of docs/EVALUATION.md."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = Mapping[str, float]
Table = Mapping[str, Row]

WHOLE, PERCENT = 0, -1
"""Digits of a count, and of a share written in per cent; else decimals."""

COLUMNS = (
    ("BLEU-1", "bleu1", 3),
    ("BLEU-2", "bleu2", 3),
    ("BLEU-3", "bleu3", 3),
    ("BLEU-4", "bleu4", 3),
    ("METEOR", "meteor", 3),
    ("ROUGE-L", "rougeL", 3),
    ("CIDEr", "cider", 3),
    ("clinical P", "clinicalPrecision", 2),
    ("R", "clinicalRecall", 2),
    ("F1", "clinicalF1", 2),
    ("macro P", "clinicalMacroPrecision", 2),
    ("R", "clinicalMacroRecall", 2),
    ("F1", "clinicalMacroF1", 2),
    ("contradicted", "contradicted", PERCENT),
    ("unsupported", "unsupported", PERCENT),
    ("distinct", "distinct", WHOLE),
    ("sentences", "sentences", WHOLE),
    ("words", "words", WHOLE),
    ("XXXX", "xxxx", WHOLE),
)
"""Title, key and digits of the figures of written reports."""


def number(value: float | None, digits: int) -> str:
    """A figure as the tables write it: `.123`, `12`, `3.4 %`; nothing for one that is not there."""
    if value is None or math.isnan(value):
        return ""
    if digits == PERCENT:
        return f"{100 * value:.1f} %"
    text = f"{value:.{digits}f}"
    return text.removeprefix("0") if digits and text.startswith("0.") else text


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table: the first column of words, the others of numbers."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def report_table(rows: Table) -> list[str]:
    """All figures of written reports, one row a line."""
    lines = [
        [name, *(number(row.get(key), digits) for _, key, digits in COLUMNS)]
        for name, row in rows.items()
    ]
    return markdown(["row", *(title for title, _, _ in COLUMNS)], lines)


def merged(models: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> list[str]:
    """Row names of all models by kind, each once; the rows of a kind in the order of the models."""
    names: dict[str, None] = {}
    for kind in kinds:
        for tables in models:
            names |= dict.fromkeys(tables["rows"][kind])
    return list(names)


def subset_rows(
    models: Sequence[Mapping[str, Any]], subset: str, names: Sequence[str]
) -> dict[str, Row]:
    """Those rows of a subset; of one that several models have, the first model's."""
    found: dict[str, Row] = {}
    for name in names:
        for tables in models:
            if name in tables[subset]:
                found.setdefault(name, tables[subset][name])
    return found


def film_table(models: Sequence[Mapping[str, Any]]) -> list[str]:
    """Figures against the labels of films, NIH and ROCO side by side."""
    merged_rows: dict[str, Mapping[str, Row]] = {}
    for tables in models:
        for name, groups in tables.get("films", {}).items():
            merged_rows.setdefault(name, groups)
    order = _texts_first(models)
    groups = sorted({group for row in merged_rows.values() for group in row})
    header = ["row"]
    for group in groups:
        header += [f"{group.upper()} P", "R", "F1", "macro F1", "films with a finding"]
    keys = ("clinicalPrecision", "clinicalRecall", "clinicalF1", "clinicalMacroF1")
    rows = []
    for name in sorted(merged_rows, key=lambda name: order(name)):
        cells = [name]
        for group in groups:
            row = merged_rows[name].get(group, {})
            cells += [number(row.get(key), 2) for key in keys]
            cells.append(number(row.get("stating"), PERCENT))
        rows.append(cells)
    return markdown(header, rows) if groups else []


def _texts_first(models: Sequence[Mapping[str, Any]]) -> Callable[[str], int]:
    names = merged(models, ("models", "baselines", "heads"))
    return lambda name: names.index(name) if name in names else len(names)


def film_counts(models: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Films of each group."""
    counts: dict[str, int] = {}
    for tables in models:
        for groups in tables.get("films", {}).values():
            counts |= {group: int(row["films"]) for group, row in groups.items()}
    return counts


def encoder_table(manifests: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the encoders' manifests say: AUROC by collection with its loss to int8, view, bytes."""
    groups = (("NIH", "nih"), ("ROCO", "roco"), ("IU, views averaged", "iu"))
    header = ["encoder", "input"]
    for title, _ in groups:
        header += [f"AUROC {title}", "lost to int8"]
    header += ["view right", "turned or inverted noticed", "MB"]
    rows = []
    for manifest in manifests:
        figures = manifest["figures"]
        cells = [manifest["id"], f"{manifest['input']['height']} px"]
        for _, group in groups:
            cells.append(number(figures.get(f"{group}.meanAuroc"), 3))
            cells.append(number(figures.get(f"{group}.meanAurocLoss"), 4))
        cells.append(number(figures.get("view.accuracy"), PERCENT))
        cells.append(number(figures.get("orientation.recallAtGate"), PERCENT))
        cells.append(f"{sum(file['bytes'] for file in manifest['files']) / 1e6:.1f}")
        rows.append(cells)
    return markdown(header, rows)


def impression_table(models: Sequence[Mapping[str, Any]]) -> list[str]:
    """Figures of written impressions, a row a model; empty where none writes them."""
    writing = [tables for tables in models if "impression" in tables]
    if not writing:
        return []
    columns = (
        *(column for column in COLUMNS if column[1] in ("bleu1", "bleu4", "rougeL", "cider")),
        ("clinical P", "clinicalPrecision", 2),
        ("R", "clinicalRecall", 2),
        ("F1", "clinicalF1", 2),
        ("against the findings text", "contradicted", PERCENT),
        ("empty", "empty", WHOLE),
        ("distinct", "distinct", WHOLE),
        ("words", "words", WHOLE),
    )
    named = {tables["model"]["id"]: tables["impression"]["written"] for tables in writing}
    named["most frequent impression of train"] = writing[0]["impression"]["constant"]
    rows = [
        [name, *(number(row.get(key), digits) for _, key, digits in columns)]
        for name, row in named.items()
    ]
    return markdown(["row", *(title for title, _, _ in columns)], rows)


def grounding_tables(models: Sequence[Mapping[str, Any]]) -> list[str]:
    """One table with a row a model, one with a row a finding; empty where nothing was measured."""
    measured = [tables for tables in models if tables.get("grounding")]
    if not measured:
        return []

    def share(row: Row, key: str) -> str:
        return f"{row[key]:.0%}" if key in row else ""

    rows = []
    for tables in measured:
        for group, row in tables["grounding"].items():
            if group not in ("all", "patients of validation"):
                continue
            name = tables["model"]["id"] + ("" if group == "all" else f", {group}")
            cells = [f"{row['films']:.0f}", share(row, "covered"), share(row, "activation")]
            cells += [f"{row['named']:.0f}", share(row, "namedCovered"), share(row, "attention")]
            rows.append([name, *cells])
    header = ["model", "films", "covered", "activation map"]
    header += ["texts that state it", "covered there", "attention"]
    lines = markdown(header, rows)
    names = [n for n in measured[0]["grounding"] if n not in ("all", "patients of validation")]
    header = ["finding", "films", "covered"]
    header += [f"{tables['model']['id']}: map, attention" for tables in measured]
    rows = []
    for name in names:
        first = measured[0]["grounding"][name]
        cells = [name, f"{first['films']:.0f}", share(first, "covered")]
        for tables in measured:
            row = tables["grounding"].get(name, {})
            attention = share(row, "attention")
            told = f", {attention} of {row['named']:.0f}" if attention else ""
            cells.append(share(row, "activation") + told)
        rows.append(cells)
    return [*lines, "", *markdown(header, rows)]
