"""docs/EVALUATION.md from measured tables."""

from __future__ import annotations

import math
from collections.abc import Mapping

from training.decoders.literature import ORIGIN_RESCORED, PUBLISHED

Tables = Mapping[str, Mapping[str, Mapping[str, float]]]

_COLUMNS = (
    ("BLEU-1", "bleu1", 3),
    ("BLEU-2", "bleu2", 3),
    ("BLEU-3", "bleu3", 3),
    ("BLEU-4", "bleu4", 3),
    ("METEOR", "meteor", 3),
    ("ROUGE-L", "rougeL", 3),
    ("CIDEr", "cider", 3),
    ("clinical P", "clinicalPrecision", 2),
    ("clinical R", "clinicalRecall", 2),
    ("clinical F1", "clinicalF1", 2),
    ("macro F1", "clinicalMacroF1", 2),
    ("contradicted", "contradicted", -1),
    ("unsupported", "unsupported", -1),
    ("distinct", "distinct", 0),
    ("sentences", "sentences", 0),
    ("words", "words", 0),
)


def _cell(row: Mapping[str, float], key: str, digits: int) -> str:
    if key not in row:
        return ""
    if digits < 0:
        return f"{100 * row[key]:.1f} %"
    text = f"{row[key]:.{digits}f}"
    return text.removeprefix("0") if digits and text.startswith("0.") else text


def _table(rows: Mapping[str, Mapping[str, float]]) -> list[str]:
    lines = ["| row | " + " | ".join(title for title, _, _ in _COLUMNS) + " |"]
    lines.append("|---|" + "---:|" * len(_COLUMNS))
    for name, row in rows.items():
        cells = " | ".join(_cell(row, key, digits) for _, key, digits in _COLUMNS)
        lines.append(f"| {name} | {cells} |")
    return lines


_PROTOCOL = """\
# Evaluation of the written reports

Written by `python -m training evaluate --split {split}`; every row is measured by it but those
marked published.

IU X-Ray, R2Gen's {split} split, {studies} studies, findings section. References: R2Gen's cleaning
(lower case, no punctuation, no numbering, sentences joined by ` . `), cut to 60 tokens, words seen
fewer than 3 times in train replaced by an unknown token. BLEU, ROUGE-L and CIDEr as the public COCO
caption scorers give them. Written texts pass through the same cleaning. Sentences that the
de-identification of the collection damaged (`XXXX`) count in the references and are never written.

Clinical precision, recall and F1 compare the findings asserted present in the written text with
those asserted present in the reference (16 findings), both read by the labeller of
`training/text/report_labeller.py`. That labeller, against the manual labels of Open-i on the other
studies: precision {precision:.2f}, recall {recall:.2f}, micro F1 {f1:.2f}. Macro F1 is the mean
over the findings that occur.

METEOR is the public METEOR 1.5 (left empty where its tool was not installed). `contradicted`:
studies whose text denies a finding that the finding head reads in the films (at the decoder's
operating points), or says both of one finding; `unsupported`: studies whose text states a finding
that the head does not read. `distinct` and `sentences` count different texts and sentences.
"""

_CONSTANT = """\
Best constant report: "{constant}" It was found by search on these very texts, so it shows how far
overlap alone can be driven by a text that ignores the film.
"""

_PUBLISHED = """\
## Published, on the test split

Another split and only overlap figures: for orientation.

| system | BLEU-1 | BLEU-2 | BLEU-3 | BLEU-4 | METEOR | ROUGE-L | |
|---|---:|---:|---:|---:|---:|---:|---|"""

_GROUNDING = """\
## Where the networks look

Pointing game on the boxes that radiologists drew on NIH films (`python -m training grounding`,
shipped packs): how often the highest cell of a map lies in a box of the finding. `covered` is the
share of the film in the boxes, what a point at random would hit. Attention: of the words that name
the finding, on the films whose written text states it. Films of training patients are among them
(the encoder saw their labels, never their boxes).

| films of | films | covered | activation map | texts that state it | covered there | attention |
|---|---:|---:|---:|---:|---:|---:|"""

_CHECK = """\
- {name}: {xxxx:.0f} texts with XXXX, {unknown:.0f} with an unknown token, {repeated:.0f} with a
  sentence twice, {unfinished:.0f} with an unfinished sentence."""


def _bare(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.3f}".removeprefix("0")


def _grounding_rows(figures: Mapping[str, Mapping[str, float]]) -> list[str]:
    def share(row: Mapping[str, float], key: str) -> str:
        return f"{row[key]:.0%}" if key in row else ""

    return [
        f"| {name} | {row['films']:.0f} | {share(row, 'covered')} | {share(row, 'activation')} "
        f"| {row['named']:.0f} | {share(row, 'namedCovered')} | {share(row, 'attention')} |"
        for name, row in figures.items()
    ]


def evaluation_page(tables: Tables, split: str) -> str:
    """The page: protocol, the three tables, published rows, checks on the text."""
    quantisation = tables["quantisation"]["greedy"]
    micro = tables["labeller"]["micro"]
    lines = [
        _PROTOCOL.format(
            split=split,
            studies=int(quantisation["studies"]),
            precision=micro["precision"],
            recall=micro["recall"],
            f1=micro["f1"],
        ),
        "## All studies\n",
        *_table(tables["all"]),
        "",
        _CONSTANT.format(constant=next(iter(tables["constant"]))),
        "## Studies whose text does not stand in train\n",
        *_table(tables["unseen"]),
        "\n## Studies whose reference states a finding\n",
        *_table(tables["abnormal"]),
        "",
        _PUBLISHED,
    ]
    for row in (*PUBLISHED, ORIGIN_RESCORED):
        bleu = " | ".join(_bare(value) for value in row.bleu)
        meteor = "" if row.meteor is None else _bare(row.meteor)
        lines.append(
            f"| {row.name} ({row.source}) | {bleu} | {meteor} | {_bare(row.rouge_l)} | {row.note} |"
        )
    if "grounding" in tables:
        lines += ["", _GROUNDING, *_grounding_rows(tables["grounding"])]
    lines.append("\n## Checks\n")
    lines += [
        _CHECK.format(name=name, **row)
        for name, row in tables["all"].items()
        if ", int8" in name or ", float32" in name
    ]
    for name, what in (("greedy", "int8 decoder"), ("shipped", "int8 encoder and decoder")):
        if name in tables["quantisation"]:
            same = tables["quantisation"][name]["identical"]
            lines.append(
                f"- {what} against float32, greedy: the same text in {same:.1%} of studies."
            )
    if "engine" in tables["quantisation"]:
        same = tables["quantisation"]["engine"]["identical"]
        lines.append(
            f"- TypeScript against PyTorch with the same int8 weights, from the film files, greedy: "
            f"the same text in {same:.1%} of studies."
        )
    lines.append(
        "- finding inputs all 0 against all 1, greedy: the text changes in "
        f"{tables['findingInputs']['greedy']['changed']:.1%} of the studies."
    )
    return "\n".join(lines) + "\n"
