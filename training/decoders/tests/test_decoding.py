"""Rules of decoding, and that batch, single and beam-1 decoding agree."""

import unittest

import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.decoding import Rules, beam_search, forbidden, greedy, split_at
from training.decoders.weights import pack_weights, set_weights
from training.text.vocabulary import BOS, EOS, PAD, SPECIAL, UNK, Vocabulary

WORDS = Vocabulary((*SPECIAL, ".", ",", "a", "b", "c", "d"))
RULES = Rules.of(WORDS, max_length=30)
STOP, COMMA, A, B = 4, 5, 6, 7


class Masks(unittest.TestCase):
    def test_never_the_special_ones(self):
        self.assertLessEqual({PAD, BOS, UNK}, set(forbidden([A, STOP], RULES)))

    def test_end_only_after_a_full_stop(self):
        self.assertIn(EOS, forbidden([], RULES))
        self.assertIn(EOS, forbidden([A], RULES))
        self.assertNotIn(EOS, forbidden([A, STOP], RULES))

    def test_no_sentence_twice(self):
        self.assertIn(STOP, forbidden([A, B, STOP, A, B], RULES))
        self.assertNotIn(STOP, forbidden([A, B, STOP, A], RULES))

    def test_no_empty_sentence_and_no_stray_comma(self):
        for tokens in ([], [A, STOP], [A, COMMA]):
            self.assertLessEqual({STOP, COMMA}, set(forbidden(tokens, RULES)))

    def test_no_token_three_times_running(self):
        self.assertIn(A, forbidden([A, A], RULES))
        self.assertNotIn(A, forbidden([A], RULES))


class Decoding(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(4)
        self.model = AttentionDecoder(Sizes(len(WORDS.tokens), 8, 16, 12, 12, 12)).eval()
        with torch.no_grad():
            self.model.output.weight.mul_(8)
            self.model.gru.weight_hh.mul_(4)
            self.model.output.bias[STOP] = 2.0
            self.slots = self.model.slots(
                torch.rand(6, 49, 8) * 4, torch.rand(6, 49, 8) * 4, torch.rand(6, 17)
            )

    def test_reports_are_whole_and_without_repeats(self):
        reports = greedy(self.model, self.slots, RULES)
        self.assertTrue(any(reports))
        for report in reports:
            sentences = split_at(report, STOP)
            self.assertEqual(sentences[-1], ())
            self.assertEqual(len(set(sentences[:-1])), len(sentences[:-1]))

    def test_batch_equals_single_and_beam_one(self):
        reports = greedy(self.model, self.slots, RULES)
        for row, report in enumerate(reports):
            alone = self.slots[row : row + 1]
            self.assertEqual(greedy(self.model, alone, RULES)[0], report)
            self.assertEqual(beam_search(self.model, alone, RULES, 1), report)

    def test_weights_survive_their_pack_layout(self):
        other = AttentionDecoder(self.model.sizes).eval()
        set_weights(other, {n: w.values for n, w in pack_weights(self.model).items()})
        self.assertEqual(greedy(other, self.slots, RULES), greedy(self.model, self.slots, RULES))


if __name__ == "__main__":
    unittest.main()
