"""Self-critical training: what is drawn, what it is told against, and that it learns from it."""

import unittest

import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.batches import Batch
from training.decoders.critical import Critic, Reward, critical_loss, draw
from training.decoders.decoding import Rules, forbidden
from training.findings import FINDINGS
from training.text.vocabulary import BOS, EOS, PAD, SPECIAL, Vocabulary

WORDS = Vocabulary((*SPECIAL, ".", ",", "a", "b", "c", "d"))
RULES = Rules.of(WORDS, max_length=12)
A = 6


class LikesA(Critic):
    """Rewards the share of the word a."""

    def __init__(self, draws: int) -> None:
        self.vocabulary = WORDS
        self.draws = draws

    def reward(self, example: object, tokens: list[int]) -> float:
        return tokens.count(A) / max(1, len(tokens))


def decoder() -> AttentionDecoder:
    torch.manual_seed(4)
    return AttentionDecoder(Sizes(len(WORDS.tokens), 8, 16, 12, 12, 12), 0.3)


def batch(studies: int) -> Batch:
    words = torch.full((studies, 1), BOS)
    maps = torch.rand(studies, 4, 8, generator=torch.Generator().manual_seed(1))
    findings = torch.zeros(studies, len(FINDINGS))
    return Batch([None] * studies, maps, None, findings, words, words, torch.ones(studies, 1))


class Drawing(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(9)
        model, shown = decoder().eval(), batch(40)
        self.drawn = draw(model, model.slots(shown.frontal, None, shown.findings), RULES)

    def test_every_word_is_one_that_the_rules_allow(self) -> None:
        for row in range(40):
            tokens: list[int] = []
            for place in range(int(self.drawn.shown[row].sum())):
                closed = set(self.drawn.closed[row, place].nonzero().flatten().tolist())
                self.assertEqual(closed, set(forbidden(tokens, RULES)))
                token = int(self.drawn.targets[row, place])
                self.assertNotIn(token, closed)
                tokens.append(token)

    def test_the_words_are_the_targets_one_place_on(self) -> None:
        for row in range(40):
            count = int(self.drawn.shown[row].sum())
            words = self.drawn.words[row, :count].tolist()
            targets = self.drawn.targets[row, :count].tolist()
            self.assertEqual(words, [BOS, *targets[:-1]])
            self.assertTrue(targets[-1] == EOS or count == RULES.max_length + 1)
            self.assertTrue((self.drawn.targets[row, count:] == PAD).all())


class Gains(unittest.TestCase):
    def test_a_report_is_told_against_the_others_of_its_study(self) -> None:
        reports = [[A, 4], [7, 4], [7, 4], [A, 4], [A, 4], [A, 4]]
        gains = LikesA(3).gains(batch(2), reports, 0.0).tolist()
        self.assertEqual(gains, [0.5, -0.25, -0.25, 0.0, 0.0, 0.0])

    def test_one_draw_has_nothing_to_be_told_against(self) -> None:
        with self.assertRaisesRegex(ValueError, "2 or more"):
            Critic(None, Reward(), 1)


class Learning(unittest.TestCase):
    def test_what_is_rewarded_is_written_more_often(self) -> None:
        model, shown, critic = decoder(), batch(8), LikesA(4)
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)

        def share() -> float:
            model.eval()
            torch.manual_seed(3)
            slots = model.slots(shown.frontal, None, shown.findings).repeat(8, 1, 1)
            written = draw(model, slots, RULES).reports
            return sum(critic.reward(None, report) for report in written) / len(written)

        before = share()
        torch.manual_seed(5)
        for _ in range(30):
            optimiser.zero_grad()
            critical_loss(model, shown, RULES, critic).backward()
            optimiser.step()
        self.assertTrue(model.training)
        self.assertGreater(share(), before + 0.1)


if __name__ == "__main__":
    unittest.main()
