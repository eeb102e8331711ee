"""MODEL_CARD.md of the report decoder."""

from __future__ import annotations

from typing import Any

from training.decoders.rows import frontal_row, row, shipped_row
from training.packs.card import ModelCard, source_list, table

SOURCES: list[dict[str, str]] = [
    {
        "name": "Indiana University chest X-rays (Open-i), Demner-Fushman et al. 2016",
        "licence": "CC BY-NC-ND 4.0",
        "url": "https://openi.nlm.nih.gov",
        "note": "Film and report pairs: the train split of R2Gen (2069 studies) and 382 studies "
        "outside its three splits; val (296) for choosing; test untouched.",
    },
    {
        "name": "CheXpert and NegBio phrase lists",
        "licence": "MIT; public domain",
        "note": "Basis of the labeller that weights sentences in training and scores the texts.",
    },
]

_BASELINES = (
    "best constant report (chosen on these texts)",
    "most frequent train report",
    "random train report",
    "nearest neighbour (pooled encoder features)",
)


def _figures(decoder: str, tables: dict[str, Any] | None) -> str:
    if tables is None:
        return "Not evaluated yet: this is a pack for engine tests."
    rows = [
        [
            name,
            *(
                float(tables["all"][name][key])
                for key in ("bleu1", "bleu4", "rougeL", "cider", "clinicalPrecision")
            ),
            *(float(tables["all"][name][key]) for key in ("clinicalRecall", "clinicalF1")),
            int(tables["all"][name]["distinct"]),
        ]
        for name in (
            shipped_row(decoder),
            row(decoder, 1, "int8"),
            row(decoder, 3, "int8"),
            frontal_row(decoder),
            *_BASELINES,
        )
        if name in tables["all"]
    ]
    same = "; ".join(
        f"{what} {tables['quantisation'][name]['identical']:.1%}"
        for name, what in (("greedy", "int8 decoder"), ("shipped", "int8 encoder and decoder"))
        if name in tables["quantisation"]
    )
    return (
        table(
            [
                "row",
                "BLEU-1",
                "BLEU-4",
                "ROUGE-L",
                "CIDEr",
                "clin. P",
                "clin. R",
                "clin. F1",
                "texts",
            ],
            rows,
        )
        + "\n\nThe best constant report is found by search on the very texts it is scored on. "
        "Overlap scores alone reward writing normal reports: read them beside the clinical F1.\n\n"
        f"Identical greedy text as in float32: {same} of the studies."
    )


def _finding_slots(tables: dict[str, Any] | None) -> str:
    """What switching the finding inputs from 0 to 1 changes, as measured."""
    if tables is None:
        return ""
    changed = tables["findingInputs"]["greedy"]["changed"]
    return (
        f"Setting all finding inputs to 0 or to 1 changes the greedy text in {changed:.1%} of the "
        "val studies: that is how far the text follows the finding head; the rest it takes from "
        "the film cells. "
    )


def _one_film(head: dict[str, Any]) -> bool:
    return head["architecture"].get("films", 2) == 1


def _films(head: dict[str, Any]) -> str:
    return "a frontal film" if _one_film(head) else "a frontal film, or a frontal and a lateral one"


def _seen(head: dict[str, Any]) -> str:
    where = "of the frontal film" if _one_film(head) else "of each film"
    return f"Bahdanau attention over the cells {where} and 17 finding slots"


def _cell(head: dict[str, Any]) -> str:
    return head["architecture"]["kind"].removeprefix("attention-").upper()


def decoder_card(head: dict[str, Any], tables: dict[str, Any] | None) -> str:
    """The card as Markdown; without `tables` it says that nothing was measured."""
    sizes = head["architecture"]
    labeller = tables["labeller"]["micro"] if tables else None
    scored = (
        f" The labeller itself, against Open-i's manual labels: micro F1 {labeller['f1']:.2f}."
        if labeller
        else ""
    )
    card = ModelCard(
        f"{head['title']} ({head['id']} {head['version']})",
        {
            "Model details": f"{_seen(head)}, "
            f"{_cell(head)} with {sizes['hidden']} units, {sizes['vocabulary']} tokens, int8 per channel. "
            f"Needs the encoder `{head['requires']['id']}` {head['requires']['version']}. The "
            "finding head enters as slots, read at the decoder's own operating points.",
            "Intended use": "Research and teaching: a draft of the findings section from "
            f"{_films(head)}, of an adult. Not for diagnosis. Every sentence "
            "has to be checked against the film by someone who can read it.",
            "Factors": "One hospital network (Indiana University), adults, two thirds of the "
            "studies normal. Words that de-identification removed were put "
            "back where the sentence gives them away, otherwise the sentence was left out. Reports "
            "refer to earlier examinations that the model does not see (stable, unchanged).",
            "Metrics": "BLEU, ROUGE-L, CIDEr as the COCO caption scorers give them, under R2Gen's "
            "protocol; precision, recall and F1 of the findings asserted present, both texts read "
            f"by the project's labeller; number of different texts.{scored}",
            "Evaluation data": "R2Gen val split of IU X-Ray, 296 studies. The same split chose the "
            "checkpoint and the operating points, so the figures are a little favourable. "
            "docs/EVALUATION.md has unseen texts and studies with findings apart.",
            "Training data": source_list(SOURCES),
            "Quantitative analyses": _figures(head["id"], tables),
            "Ethical considerations": "The texts come from de-identified patients; no film and no "
            "report of theirs is part of the pack. Fluent text hides errors: a normal sentence may "
            "stand where the film shows disease.",
            "Caveats and recommendations": _finding_slots(tables)
            + "Rare findings are missed more often than common ones; "
            "sides and positions are the least reliable words. Statements about change over time "
            "and devices' exact places should be ignored. Use it beside the finding probabilities.",
        },
    )
    return card.render()
