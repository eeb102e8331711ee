"""Self-critical sequence training (Rennie et al. 2017): reward of CIDEr, ROUGE-L and clinical F1.

Of each study several reports are drawn; what each earns is told against the mean of the others (Luo
2020), which costs no greedy report and varies less than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.batches import Batch
from training.decoders.decoding import NEVER, Rules, finished_report, forbidden
from training.decoders.sided import guided_report
from training.metrics.cider import CiderScorer
from training.metrics.rouge import sentence_rouge_l
from training.text.preparation import text_of
from training.text.r2gen import clean_r2gen, reference_text
from training.text.report_labeller import stated_findings
from training.text.vocabulary import BOS, EOS, PAD

if TYPE_CHECKING:
    from training.decoders.examples import Example
    from training.decoders.material import Material


@dataclass(frozen=True)
class Reward:
    """Weights of what a report earns: CIDEr (0 to 10), ROUGE-L and clinical F1 (0 to 1)."""

    cider: float = 0.5
    rouge: float = 1.0
    clinical: float = 1.0


class Critic:
    """Reward of a written report of a training study.

    CIDEr's document frequencies are those of the train references. F1 is 1 where neither text
    states a finding. draws: reports of a study that are compared, at least 2.
    """

    def __init__(self, material: Material, reward: Reward, draws: int) -> None:
        if draws < 2:
            raise ValueError("a report is told against others of its study: draw 2 or more")
        self.vocabulary = material.vocabulary
        self.weights = reward
        self.draws = draws
        self.references = {
            example.study.uid: reference_text(example.study.findings, material.words).split()
            for example in material.train
        }
        self.stated = {e.study.uid: stated_findings(e.study.findings) for e in material.train}
        self.cider = CiderScorer(list(self.references.values()))

    def reward(self, example: Example, tokens: list[int]) -> float:
        """What the token ids written for a training study earn."""
        text = text_of(self.vocabulary.decode(tokens), self.vocabulary.cased)
        reference, written = self.references[example.study.uid], clean_r2gen(text).split()
        wanted, said = self.stated[example.study.uid], stated_findings(text)
        together = len(wanted) + len(said)
        return (
            self.weights.cider * self.cider.score(reference, written)
            + self.weights.rouge * sentence_rouge_l(reference, written)
            + self.weights.clinical * (2 * len(wanted & said) / together if together else 1.0)
        )

    def gains(self, batch: Batch, reports: list[list[int]], guide: float) -> Tensor:
        """[B * draws]: reward of each guided report less the mean reward of its study's others."""
        rewards, known = [], {}
        for row, report in enumerate(reports):
            study = row // self.draws
            read = batch.findings[study].tolist()
            guided = guided_report(report, read, self.vocabulary, guide)
            key = (study, tuple(guided))
            if key not in known:
                known[key] = self.reward(batch.examples[study], guided)
            rewards.append(known[key])
        table = torch.tensor(rewards).view(-1, self.draws)
        others = (table.sum(dim=1, keepdim=True) - table) / (self.draws - 1)
        return (table - others).flatten()


@dataclass
class Drawn:
    """Reports drawn from a model: as finished; with their masks, to be gone through again.

    words, targets [n, T]: from <bos>, and to <eos>; shown [n, T]: 1 for the words drawn; closed
    [n, T, V]: what the rules forbade at each place.
    """

    reports: list[list[int]]
    words: Tensor
    targets: Tensor
    shown: Tensor
    closed: Tensor


@torch.no_grad()
def draw(model: AttentionDecoder, slots: Tensor, rules: Rules) -> Drawn:
    """A report for each row of slots [n, S, D], drawn from the model under the decoding rules."""
    rows = slots.shape[0]
    state, keys = model.start(slots)
    word = torch.full((rows,), BOS)
    reports: list[list[int]] = [[] for _ in range(rows)]
    running = torch.ones(rows, dtype=torch.bool)
    words, targets, shown, masks = [], [], [], []
    while running.any() and len(words) <= rules.max_length:
        closed = torch.zeros(rows, model.sizes.vocabulary, dtype=torch.bool)
        for row in running.nonzero().flatten().tolist():
            closed[row, forbidden(reports[row], rules)] = True
        joint, state, _ = model.step(word, state, slots, keys)
        chances = torch.softmax(model.output(joint).masked_fill(closed, NEVER), dim=1)
        following = torch.multinomial(chances, 1).squeeze(1)
        words.append(word)
        targets.append(following.where(running, torch.tensor(PAD)))
        shown.append(running.float())
        masks.append(closed)
        word = following
        for row in running.nonzero().flatten().tolist():
            token = int(following[row])
            if token == EOS or len(reports[row]) == rules.max_length:
                running[row] = False
            else:
                reports[row].append(token)
    return Drawn(
        [finished_report(report, rules) for report in reports],
        torch.stack(words, dim=1),
        torch.stack(targets, dim=1),
        torch.stack(shown, dim=1),
        torch.stack(masks, dim=1),
    )


def critical_loss(model: AttentionDecoder, batch: Batch, rules: Rules, critic: Critic) -> Tensor:
    """-(gain of a drawn report) * its log-probability, mean a word.

    Dropout is off: what is drawn and what is learnt from it come from the same model.
    """
    model.eval()
    slots = model.slots(batch.frontal, batch.lateral, batch.findings)
    slots = slots.repeat_interleave(critic.draws, dim=0)
    drawn = draw(model, slots, rules)
    gains = critic.gains(batch, drawn.reports, model.sizes.guide)
    logits = model(drawn.words, slots).masked_fill(drawn.closed, NEVER)
    model.train()
    scores = torch.log_softmax(logits, dim=2).gather(2, drawn.targets.unsqueeze(2)).squeeze(2)
    scores = scores.masked_fill(drawn.shown == 0, 0.0)
    return -(gains.unsqueeze(1) * scores).sum() / drawn.shown.sum()
