"""Self-critical sequence training (Rennie et al. 2017): reward of CIDEr and clinical F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.batches import Batch
from training.decoders.decoding import NEVER, Rules, finished_report, forbidden, greedy
from training.metrics.cider import CiderScorer
from training.text.preparation import text_of
from training.text.r2gen import clean_r2gen, reference_text
from training.text.report_labeller import stated_findings
from training.text.vocabulary import BOS, EOS

if TYPE_CHECKING:
    from training.decoders.examples import Example
    from training.decoders.material import Material


class Critic:
    """Reward of a written report: CIDEr / 2 + weight * F1 of the findings stated.

    CIDEr's document frequencies are those of the train references. F1 is 1 where neither text
    states a finding.
    """

    def __init__(self, material: Material, clinical_weight: float) -> None:
        self.vocabulary = material.vocabulary
        self.clinical_weight = clinical_weight
        self.references = {
            example.study.uid: reference_text(example.study.findings, material.words).split()
            for example in material.train
        }
        self.stated = {e.study.uid: stated_findings(e.study.findings) for e in material.train}
        self.cider = CiderScorer(list(self.references.values()))

    def reward(self, example: Example, tokens: list[int]) -> float:
        """The reward of token ids written for a training study."""
        text = text_of(self.vocabulary.decode(tokens), self.vocabulary.cased)
        reference = self.references[example.study.uid]
        overlap = self.cider.score(reference, clean_r2gen(text).split())
        wanted, said = self.stated[example.study.uid], stated_findings(text)
        together = len(wanted) + len(said)
        f1 = 2 * len(wanted & said) / together if together else 1.0
        return overlap / 2 + self.clinical_weight * f1


def sample(
    model: AttentionDecoder, slots: Tensor, rules: Rules
) -> tuple[list[list[int]], Tensor, Tensor]:
    """Reports drawn from the model under the decoding rules.

    Returns token ids (as finished), log-probabilities [B, T] and a mask [B, T] of the drawn
    words, <eos> included.
    """
    batch = slots.shape[0]
    state, keys = model.start(slots)
    word = torch.full((batch,), BOS)
    reports: list[list[int]] = [[] for _ in range(batch)]
    running = [True] * batch
    scores, masks = [], []
    for _ in range(rules.max_length + 1):
        joint, state, _ = model.step(word, state, slots, keys)
        closed = torch.zeros(batch, model.sizes.vocabulary, dtype=torch.bool)
        for row, report in enumerate(reports):
            if running[row]:
                closed[row, forbidden(report, rules)] = True
        logits = model.output(joint).masked_fill(closed, NEVER)
        log_probabilities = torch.log_softmax(logits, dim=1)
        word = torch.multinomial(log_probabilities.detach().exp(), 1).squeeze(1)
        scores.append(log_probabilities.gather(1, word.unsqueeze(1)).squeeze(1))
        masks.append(torch.tensor([float(flag) for flag in running]))
        for row, token in enumerate(word.tolist()):
            if not running[row]:
                continue
            if token == EOS or len(reports[row]) == rules.max_length:
                running[row] = False
            else:
                reports[row].append(token)
        if not any(running):
            break
    whole = [finished_report(report, rules) for report in reports]
    return whole, torch.stack(scores, dim=1), torch.stack(masks, dim=1)


def critical_loss(model: AttentionDecoder, batch: Batch, rules: Rules, critic: Critic) -> Tensor:
    """-(reward of a drawn report - reward of the greedy one) * its log-probability, mean a word.

    Dropout is off while drawing, so that both come from the same model.
    """
    model.eval()
    slots = model.slots(batch.frontal, batch.lateral, batch.findings)
    drawn, scores, mask = sample(model, slots, rules)
    usual = greedy(model, slots, rules)
    model.train()
    gains = torch.tensor(
        [
            critic.reward(example, report) - critic.reward(example, baseline)
            for example, report, baseline in zip(batch.examples, drawn, usual, strict=True)
        ]
    )
    return -(gains.unsqueeze(1) * scores * mask).sum() / mask.sum()
