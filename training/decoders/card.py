"""MODEL_CARD.md of a report decoder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.decoders.card_figures import figures, finding_slots
from training.decoders.search import own_search, search_name
from training.packs.card import CLAIM, ModelCard, claim, source_list

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

MADE = Path(__file__).parent / "made.json"
"""How decoders were trained that were not by `train-decoder` as it stands, by id."""


def _one_film(head: dict[str, Any]) -> bool:
    return head["architecture"].get("films", 2) == 1


def _films(head: dict[str, Any]) -> str:
    return "a frontal film" if _one_film(head) else "a frontal film, or a frontal and a lateral one"


def _searching(decoding: dict[str, Any]) -> str:
    consensus = decoding.get("consensus")
    if not consensus:
        return search_name(own_search(decoding))
    return (
        f"the consensus of the greedy draft and {consensus['drafts']} drawn at temperature "
        f"{consensus['temperature']} (minimum Bayes risk, gain: ROUGE-L and the n-gram cosine of "
        "CIDEr; the draws are always the same)"
    )


def _details(head: dict[str, Any]) -> str:
    sizes, decoding = head["architecture"], head["decoding"]
    where = "of the frontal film" if _one_film(head) else "of each film"
    cell = sizes["kind"].removeprefix("attention-").upper()
    seen = (
        f"Bahdanau attention over the cells {where} and 17 finding slots, {cell} with "
        f"{sizes['hidden']} units, {sizes['vocabulary']} tokens, int8 per channel. Needs the encoder "
        f"`{head['requires']['id']}` {head['requires']['version']}. The finding head enters as "
        "slots, read at the decoder's own operating points."
    )
    searched = (
        f"Search: {_searching(decoding)}, at most {decoding['maxLength']} "
        "tokens; nothing is said twice, no sentence ends open, marks of de-identification are never "
        "written, nor six words running that no report it learned from holds."
    )
    parts = [seen, searched]
    if not _one_film(head):
        parts.append("Without a lateral film a learned vector stands in for its cells.")
    if decoding.get("impression"):
        parts.append("A second segment, the impression, is written from the finished findings.")
    if decoding.get("guide"):
        parts.append(
            "After decoding, a sentence that denies a finding read in the films is taken back, so is "
            "one that states what the finding head all but rules out, and "
            "a finding read with more certainty that no sentence names is said in plain words. A side "
            "on which a finding is said to be is exchanged where the activation map clearly shows it "
            "on the other, for findings whose map was measured to tell."
        )
    if decoding.get("guide") and decoding.get("impression"):
        parts.append(
            "Of the impression, what does not follow from the findings is taken back, and what they "
            "state and radiologists mostly conclude is taken over from them."
        )
    made = json.loads(MADE.read_text(encoding="utf-8"))
    if head["id"] in made:
        parts.append(made[head["id"]])
    parts.append(
        "Made by the Scribe CXR project with `python -m training train-decoder` and "
        f"`export-decoder`; licence of the weights: {head['licence']}."
    )
    return "\n\n".join(parts)


def _intended(head: dict[str, Any]) -> str:
    return (
        f"Research and teaching: a draft of the findings section from {_films(head)}, of an adult. "
        "For people who can read the film and check every sentence against it, and for those who "
        "study how such systems fail.\n\n"
        "Out of scope: diagnosis, triage or any decision about a patient; use without a reader; "
        "children; other body parts or modalities; comparing with earlier films; coding or billing; "
        "labelling data that another model learns from."
    )


_FACTORS = (
    "Relevant: the hospital network and its way of reporting (one network, Indiana University), view "
    "and number of films, how the film was made (standing or bedside) and stored (size, window), how "
    "common a finding is; two thirds of the studies are normal. Age, sex, ethnicity and device do "
    "not stand in the data at hand.\n\n"
    "Measured apart: studies whose text does not stand in train, studies whose reference states a "
    "finding, the frontal film alone, and films of two other collections against their labels.\n\n"
    "Words that de-identification removed were put back where the sentence gives them away, otherwise "
    "the sentence was left out. Reports refer to earlier examinations that the model does not see: "
    "the words that do so (stable, unchanged) are never written."
)


def _metrics(tables: dict[str, Any] | None) -> str:
    labeller = tables["labeller"]["micro"] if tables else None
    scored = (
        " The labeller itself, against Open-i's manual labels of other studies: micro F1 "
        f"{labeller['f1']:.2f}."
        if labeller
        else ""
    )
    return (
        "Clinical precision, recall and F1, micro and macro: findings asserted present in the text "
        f"against those of the reference, both read by the project's labeller.{scored} They come "
        "first, because overlap rewards the normal report. BLEU, METEOR, ROUGE-L and CIDEr as the "
        "COCO caption scorers give them, under R2Gen's protocol; number of different texts; "
        "contradictions with the findings read.\n\n"
        "Operating points: a finding input passes 0.5 where the chance that a report states the "
        "finding passes a common threshold, fitted on train and val. Uncertainty: 95 % intervals of "
        "the clinical F1 by drawing the studies anew 1000 times; one training run, so the spread "
        "between runs is not in them."
    )


_DATA = (
    "R2Gen's val split of IU X-Ray, 296 studies, chosen because published systems report on it and "
    "its pairs are true. The same split chose the checkpoint and the operating points, so the figures "
    "are a little favourable. References: R2Gen's cleaning, 60 tokens. Validation films of NIH and "
    "ROCO have labels but no report: there the findings of the text are held against the labels. "
    "docs/EVALUATION.md has every row."
)

_ETHICS = (
    "Data: the texts come from de-identified patients of a public collection that may be used for "
    "research; no film and no report of theirs is part of the pack beyond single words. Films that "
    "a user opens stay on the user's machine.\n\n"
    "Human life: the output looks like a medical document. Fluent text hides errors: a normal "
    "sentence may stand where the film shows disease, and a reader who is shown a draft tends to "
    "agree with it.\n\n"
    "Mitigations: research use only, on the screen and in every export; sentences that the finding "
    "head contradicts are marked; the finding probabilities and the attention of each word stand "
    "beside the text; nothing is signed without the user; films that are no chest film are refused.\n\n"
    "Risks that remain: rare findings and groups that the collection hardly holds fare worse, and "
    "how much worse was not measured."
)


def _caveats(tables: dict[str, Any] | None) -> str:
    return (
        finding_slots(tables) + "Rare findings are missed more often than common ones; sides and "
        "positions are the least reliable words. Devices' exact places should be ignored. Use it "
        "beside the finding probabilities. Before any other use it would have to be measured on films "
        "and reports of that place."
    )


def _claim(head: dict[str, Any]) -> str:
    return claim(
        {
            "Study design": "Retrospective; public collections; to build and compare models.",
            "Data": "Sources, preparation and de-identification: above and training/README.md. "
            "Studies without a findings text are left out. Age and sex are not given.",
            "Ground truth": "The radiologist's report as it was dictated in care, one reader, "
            "findings read from it by rules (scored against manual labels). NIH: labels mined from "
            "reports; ROCO: captions of papers.",
            "Data partitions": "R2Gen's splits, disjoint by study; the encoder was trained on no "
            "film of val or test. Sizes: above. No sample size was calculated.",
            "Model": "training/decoders/attention_decoder.py; the engine's own code and a parity "
            "golden of every pack are in the repository.",
            "Training": "training/README.md: commands, seeds, sampling; the checkpoint with the best "
            "val figures is shipped.",
            "Evaluation": "Metrics and intervals above; ablations in docs/EVALUATION.md where they "
            "were run. Explainability: attention, measured by the pointing game on radiologists' "
            "boxes. Outside data: NIH and ROCO films, labels alone; the encoder was trained on other "
            "patients of both.",
            "Failure analysis": "By subset and, in the app, study by study; no reader study.",
            "Not done": "Prospective or multi-centre test, comparison with readers, demographic "
            f"subgroups, registration. {head['id']} is no device and has no clinical protocol.",
        }
    )


def decoder_card(head: dict[str, Any], tables: dict[str, Any] | None) -> str:
    """The card as Markdown; without `tables` it says that nothing was measured."""
    return ModelCard(
        f"{head['title']} ({head['id']} {head['version']})",
        {
            "Model details": _details(head),
            "Intended use": _intended(head),
            "Factors": _FACTORS,
            "Metrics": _metrics(tables),
            "Evaluation data": _DATA,
            "Training data": source_list(SOURCES),
            "Quantitative analyses": figures(head["id"], tables),
            "Ethical considerations": _ETHICS,
            "Caveats and recommendations": _caveats(tables),
            CLAIM: _claim(head),
        },
    ).render()
