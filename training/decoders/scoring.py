"""All figures of written reports against the radiologists', under the R2Gen protocol."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import torch

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.batches import views_of
from training.decoders.consistency import distinct_sentences
from training.decoders.decoding import Rules
from training.decoders.examples import Example
from training.decoders.films import FilmFeatures
from training.decoders.search import Search, guided_reports
from training.metrics.captions import caption_scores
from training.metrics.clinical import clinical_scores
from training.metrics.meteor import Meteor
from training.text.preparation import text_of
from training.text.r2gen import clean_r2gen, reference_text
from training.text.report_labeller import stated_findings
from training.text.vocabulary import Vocabulary


def report_scores(
    findings_texts: Sequence[str],
    written: Sequence[str],
    words: frozenset[str],
    meteor: Meteor | None = None,
) -> dict[str, float]:
    """Figures of written texts against raw findings texts; METEOR where its tool is given.

    words: the R2Gen vocabulary of the train split. Clinical figures compare the findings stated in
    the whole raw reference with those stated in the written text.
    """
    references = [reference_text(text, words) for text in findings_texts]
    predictions = [clean_r2gen(text) for text in written]
    scores = caption_scores(references, predictions, meteor)
    scores["distinct"] = len(set(written))
    scores["sentences"] = distinct_sentences(written)
    scores |= clinical_scores(
        [stated_findings(text) for text in findings_texts],
        [stated_findings(text) for text in written],
    )
    scores["words"] = statistics.mean(len(text.split()) for text in predictions)
    scores["xxxx"] = sum("xxxx" in text.lower() for text in written)
    scores["unknown"] = sum("unk" in text.lower().split() for text in predictions)
    scores["repeated"] = sum(_repeats(text) for text in written)
    scores["unfinished"] = sum(not text.endswith(".") for text in written)
    return scores


def _repeats(text: str) -> bool:
    sentences = [part.strip().lower() for part in text.split(". ")]
    sentences = [sentence.rstrip(".") for sentence in sentences if sentence]
    return len(sentences) != len(set(sentences))


Views = tuple[str, str | None]
"""Names of the frontal and of the lateral film, where there is one."""


def write_reports(
    model: AttentionDecoder,
    examples: Sequence[Example],
    films: FilmFeatures,
    vocabulary: Vocabulary,
    rules: Rules,
    search: Search = 1,
    batch: int = 64,
    single: bool = False,
) -> list[str]:
    """Texts for the studies, in their order; `single` shows the frontal film alone."""
    views: list[Views] = [views_of(example) for example in examples]
    if single or model.sizes.films == 1:
        views = [(frontal, None) for frontal, _ in views]
    return write_texts(model, views, films, vocabulary, rules, search, batch)


@torch.no_grad()
def write_texts(
    model: AttentionDecoder,
    views: Sequence[Views],
    films: FilmFeatures,
    vocabulary: Vocabulary,
    rules: Rules,
    search: Search = 1,
    batch: int = 64,
) -> list[str]:
    """Texts for the films of each study, in their order."""
    model.eval()
    texts = [""] * len(views)
    groups: dict[bool, list[int]] = {True: [], False: []}
    for place, (_, lateral) in enumerate(views):
        groups[lateral is not None].append(place)
    for group in groups.values():
        for start in range(0, len(group), batch):
            places = group[start : start + batch]
            shown = [views[place] for place in places]
            slots = study_slots(model, shown, films)
            inputs = study_inputs(model, shown, films).tolist()
            sides = [films.sides_of(*views) for views in shown]
            reports = guided_reports(model, slots, inputs, vocabulary, rules, search, sides)
            for place, report in zip(places, reports, strict=True):
                texts[place] = text_of(vocabulary.decode(report), vocabulary.cased)
    return texts


def study_slots(
    model: AttentionDecoder, views: Sequence[Views], films: FilmFeatures
) -> torch.Tensor:
    """Slots of studies that all have a lateral film, or all have none."""
    lateral = [film for _, film in views if film is not None]
    return model.slots(
        films.map_of([film for film, _ in views]),
        films.map_of(lateral) if lateral else None,
        study_inputs(model, views, films),
    )


@torch.no_grad()
def study_inputs(
    model: AttentionDecoder, views: Sequence[Views], films: FilmFeatures
) -> torch.Tensor:
    """Finding inputs [n, 17] of studies that all have a lateral film, or all have none."""
    logits = films.logits_of([film for film, _ in views])
    lateral = [film for _, film in views if film is not None]
    if lateral:
        logits = (logits + films.logits_of(lateral)) / 2
    return model.finding_inputs(logits)
