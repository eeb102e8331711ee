"""`python -m training score-impressions`: impressions written for val, against the radiologists'.

The findings are the decoder's own. Prints figures as JSON: `written`, beside the one impression
that train has most often, for every study (`constant`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.batches import views_of
from training.decoders.consistency import denied_and_stated
from training.decoders.decoding import Rules
from training.decoders.examples import Example
from training.decoders.films import FilmFeatures
from training.decoders.impression import impressions
from training.decoders.material import load_examples
from training.decoders.pack import dequantised, open_decoder
from training.decoders.scoring import study_inputs, study_slots
from training.decoders.search import Search, guided_reports, search_of
from training.decoders.shipped import shipped_manifest
from training.decoders.sided import guided_impression
from training.encoders.architectures import DEFAULT as DEFAULT_ENCODER
from training.metrics.captions import caption_scores
from training.metrics.clinical import clinical_scores
from training.paths import DATA, RUNS
from training.text.preparation import text_of
from training.text.r2gen import clean_r2gen
from training.text.report_labeller import stated_findings
from training.text.vocabulary import Vocabulary

KEPT = ("bleu1", "bleu4", "rougeL", "cider", "distinct", "clinicalPrecision", "clinicalRecall")


def write_segments(
    model: AttentionDecoder,
    examples: Sequence[Example],
    films: FilmFeatures,
    vocabulary: Vocabulary,
    search: Search = 1,
) -> list[tuple[str, str]]:
    """(findings, impression) of each study, in their order: guided as the decoder asks for it.

    search: for the findings.
    """
    rules = Rules.of(vocabulary)
    texts = []
    for example in examples:
        frontal, lateral = views_of(example)
        with torch.no_grad():
            view = (frontal, lateral if model.sizes.films == 2 else None)
            slots = study_slots(model, [view], films)
            inputs = study_inputs(model, [view], films).tolist()
            sides = films.sides_of(*view)
            report = guided_reports(model, slots, inputs, vocabulary, rules, search, [sides])[0]
            impression = impressions(model, slots, [report], rules)[0]
            guide = model.sizes.guide
            segments = (report, guided_impression(impression, report, vocabulary, guide))
        first, second = (text_of(vocabulary.decode(ids), vocabulary.cased) for ids in segments)
        texts.append((first, second))
    return texts


def impression_scores(
    references: Sequence[str], findings: Sequence[str], written: Sequence[str]
) -> dict[str, float]:
    """Figures of impressions against raw ones, and of their agreement with the findings text.

    `contradicted`: share whose impression denies what the findings state, or the reverse.
    """
    scores: dict[str, float] = caption_scores(
        [clean_r2gen(text) for text in references], [clean_r2gen(text) for text in written]
    ) | clinical_scores(
        [stated_findings(text) for text in references], [stated_findings(text) for text in written]
    )
    against = 0
    for first, second in zip(findings, written, strict=True):
        (denied, stated), (denied_below, stated_below) = map(denied_and_stated, (first, second))
        against += bool(stated & denied_below - stated_below or denied - stated & stated_below)
    kept = {key: float(scores[key]) for key in (*KEPT, "clinicalF1")}
    return kept | {
        "contradicted": against / len(written),
        "empty": sum(not text for text in written),
        "words": sum(len(text.split()) for text in written) / len(written),
    }


def impression_figures(
    model: AttentionDecoder,
    vocabulary: Vocabulary,
    train: Sequence[Example],
    examples: Sequence[Example],
    films: FilmFeatures,
    texts: Path | None = None,
    search: Search = 1,
) -> dict[str, Any]:
    """`written` and `constant` over the studies that have an impression; `texts`: see `main`.

    search: see `write_segments`.
    """
    wanted = [example for example in examples if example.study.impression.strip()]
    segments = write_segments(model, wanted, films, vocabulary, search)
    references = [example.study.impression for example in wanted]
    findings, written = [first for first, _ in segments], [second for _, second in segments]
    counted = Counter(example.impression for example in train if example.impression)
    words = [word for sentence in counted.most_common(1)[0][0] for word in sentence]
    constant = [text_of(words, vocabulary.cased)] * len(wanted)
    if texts:
        with texts.open("w", encoding="utf-8") as file:
            for example, (first, second) in zip(wanted, segments, strict=True):
                line = {"uid": example.study.uid, "findings": first, "impression": second}
                file.write(json.dumps(line) + "\n")
    return {
        "studies": len(wanted),
        "written": impression_scores(references, findings, written),
        "constant": impression_scores(references, findings, constant),
    }


def main(argv: list[str]) -> int:
    """Prints the figures; with --texts, writes uid, findings and impressions as JSON lines."""
    parser = argparse.ArgumentParser(
        prog="python -m training score-impressions", description=__doc__
    )
    parser.add_argument("--decoder", type=Path, default=RUNS / "decoder" / "best.pt")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--features", type=Path, default=RUNS / "features-int8")
    parser.add_argument("--encoder", default=DEFAULT_ENCODER, help="whose features they are")
    parser.add_argument("--search", type=search_of, default=1, help="a width, or consensus")
    parser.add_argument("--texts", type=Path, help="JSON lines of what was written")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    model, vocabulary = open_decoder(args.decoder)
    if not model.sizes.impression:
        parser.error(f"{args.decoder} has learnt no impressions: train it with --impression-weight")
    examples = load_examples(args.data, 1.0, 1.0)
    films = FilmFeatures(args.features, shipped_manifest(args.encoder)["calibration"]["findings"])
    figures = impression_figures(
        dequantised(model),
        vocabulary,
        examples["train"],
        examples["val"],
        films,
        args.texts,
        args.search,
    )
    print(json.dumps(figures, indent=2))
    return 0
