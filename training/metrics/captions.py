"""All text figures of a set of generated reports in one call."""

from __future__ import annotations

from collections.abc import Sequence

from training.metrics.bleu import corpus_bleu
from training.metrics.cider import corpus_cider
from training.metrics.meteor import Meteor
from training.metrics.rouge import corpus_rouge_l


def caption_scores(
    references: Sequence[str], predictions: Sequence[str], meteor: Meteor | None = None
) -> dict[str, float]:
    """bleu1..bleu4, rougeL, cider and distinct of texts tokenised by white space; meteor where the
    tool for it is given.

    Corpus level, equal to the public COCO caption scorers (pycocoevalcap).
    """
    reference_tokens = [reference.split() for reference in references]
    predicted_tokens = [prediction.split() for prediction in predictions]
    scores = {
        f"bleu{size}": score
        for size, score in enumerate(corpus_bleu(reference_tokens, predicted_tokens), start=1)
    }
    scores["rougeL"] = corpus_rouge_l(reference_tokens, predicted_tokens)
    scores["cider"] = corpus_cider(reference_tokens, predicted_tokens)
    scores["distinct"] = len(set(predictions))
    if meteor is not None:
        scores["meteor"] = meteor.corpus(references, predictions)
    return scores
