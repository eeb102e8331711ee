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

    def test_no_word_that_compares_with_an_earlier_film(self) -> None:
        words = (*SPECIAL, ".", "stable", "cardiomegaly", "unchanged", "new", "newborn")
        rules = Rules.of(Vocabulary(words))
        self.assertEqual([words[i] for i in rules.never[3:]], ["stable", "unchanged", "new"])

    def test_end_only_after_a_full_stop(self):
        self.assertIn(EOS, forbidden([], RULES))
        self.assertIn(EOS, forbidden([A], RULES))
        self.assertNotIn(EOS, forbidden([A, STOP], RULES))

    def test_no_sentence_twice(self):
        self.assertIn(STOP, forbidden([A, B, STOP, A, B], RULES))
        self.assertNotIn(STOP, forbidden([A, B, STOP, A], RULES))

    def test_no_sentence_runs_in_a_circle(self) -> None:
        self.assertIn(A, forbidden([B, COMMA, A, B, COMMA], RULES))
        self.assertIn(COMMA, forbidden([A, B, COMMA, A, B], RULES))
        self.assertNotIn(COMMA, forbidden([A, B, COMMA, STOP, A, B], RULES))

    def test_no_empty_sentence_and_no_stray_comma(self):
        for tokens in ([], [A, STOP], [A, COMMA]):
            self.assertLessEqual({STOP, COMMA}, set(forbidden(tokens, RULES)))

    def test_no_token_three_times_running(self):
        self.assertIn(A, forbidden([A, A], RULES))
        self.assertNotIn(A, forbidden([A], RULES))


class Decoding(unittest.TestCase):
    """With a GRU; below the same with an LSTM."""

    cell = "gru"

    def setUp(self):
        torch.manual_seed(4)
        sizes = Sizes(len(WORDS.tokens), 8, 16, 12, 12, 12, self.cell)
        self.model = AttentionDecoder(sizes).eval()
        with torch.no_grad():
            self.model.output.weight.mul_(8)
            getattr(self.model, self.cell).weight_hh.mul_(4)
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


class DecodingWithMemory(Decoding):
    cell = "lstm"

    def test_attention_and_words_see_the_output_and_not_the_memory(self):
        state, keys = self.model.start(self.slots)
        word = torch.full((6,), BOS)
        joint, _, weights = self.model.step(word, state, self.slots, keys)
        self.assertEqual(state.shape, (6, 32))
        self.assertEqual(joint.shape, (6, 16 + 12 + 12))
        forgetful = state.clone()
        forgetful[:, 16:] += 3
        other, _, same = self.model.step(word, forgetful, self.slots, keys)
        torch.testing.assert_close(weights, same)
        self.assertGreater((joint - other).abs().max().item(), 0.01)


class Films(unittest.TestCase):
    def slots(self, films, lateral):
        torch.manual_seed(1)
        sizes = Sizes(len(WORDS.tokens), 8, 16, 12, 12, 12, "gru", films)
        model = AttentionDecoder(sizes).eval()
        generator = torch.Generator().manual_seed(2)
        maps = torch.rand(2, 3, 64, 8, generator=generator)
        with torch.no_grad():
            return model.slots(maps[0], maps[1] if lateral else None, torch.full((3, 17), 0.5))

    def test_two_films_or_the_learned_stand_in_and_the_findings(self):
        self.assertEqual(self.slots(2, True).shape[1], 64 + 64 + 17)
        self.assertEqual(self.slots(2, False).shape[1], 64 + 1 + 17)

    def test_a_decoder_for_one_film_does_not_look_at_the_lateral(self):
        self.assertEqual(self.slots(1, True).shape[1], 64 + 17)
        torch.testing.assert_close(self.slots(1, True), self.slots(1, False))


if __name__ == "__main__":
    unittest.main()
