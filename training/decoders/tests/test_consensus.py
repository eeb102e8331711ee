"""Drafts and the one that the others agree with most."""

import unittest

import numpy as np
import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.consensus import Consensus, chance, drafts, drawn, most_agreed
from training.decoders.decoding import Rules, greedy
from training.decoders.search import CONSENSUS, guided_reports, search_key, search_name, search_of
from training.text.vocabulary import SPECIAL, Vocabulary

WORDS = Vocabulary((*SPECIAL, ".", ",", "a", "b", "c", "d"))
RULES = Rules.of(WORDS, max_length=20)
STOP, A, B, C = 4, 6, 7, 8


class Draws(unittest.TestCase):
    def test_numbers_are_those_of_the_engine(self) -> None:
        """tests/unit/engine/decoding.test.ts expects the same."""
        numbers = [chance(draft, place) * 2**32 for draft, place in ((1, 0), (1, 1), (2, 0))]
        self.assertEqual(numbers, [1724651581, 2386039800, 1542497810])
        self.assertEqual(chance(64, 59) * 2**32, 626467711)

    def test_a_token_is_drawn_by_its_share_of_what_is_allowed(self) -> None:
        logits = np.array([0, np.log(3), 5, np.log(4)], np.float32)
        numbers = (0, 0.12, 0.13, 0.49, 0.51, 0.999)
        self.assertEqual([drawn(logits, [2], 1, n) for n in numbers], [0, 0, 1, 1, 3, 3])
        self.assertEqual([drawn(logits, [2], 0.5, n) for n in (0.05, 0.35, 0.4)], [1, 1, 3])


class Drafts(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(4)
        self.model = AttentionDecoder(Sizes(len(WORDS.tokens), 8, 16, 12, 12, 12)).eval()
        with torch.no_grad():
            self.model.output.bias[STOP] = 2.0
            self.slots = self.model.slots(
                torch.rand(3, 49, 8) * 4, torch.rand(3, 49, 8) * 4, torch.rand(3, 17)
            )

    def test_greedy_first_and_each_alone(self) -> None:
        found = drafts(self.model, self.slots, RULES, Consensus(6, 1.0))
        self.assertEqual([len(study) for study in found], [7, 7, 7])
        self.assertEqual([study[0] for study in found], greedy(self.model, self.slots, RULES))
        self.assertGreater(len({tuple(draft) for draft in found[0]}), 1)
        fewer = drafts(self.model, self.slots[:1], RULES, Consensus(3, 1.0))
        self.assertEqual(fewer[0], found[0][:4])
        later = drafts(self.model, self.slots[:1], RULES, Consensus(3, 1.0, first=4))
        self.assertEqual(later[0], [found[0][0], *found[0][4:]])

    def test_the_search_writes_the_most_agreed(self) -> None:
        inputs = [[0.0] * 17] * 3
        made = guided_reports(self.model, self.slots, inputs, WORDS, RULES, CONSENSUS)
        found = drafts(self.model, self.slots, RULES, Consensus.of(self.model.sizes))
        self.assertEqual(made, [most_agreed(study, RULES.comma) for study in found])
        other = Consensus(5, 0.9, first=9)
        made = guided_reports(self.model, self.slots, inputs, WORDS, RULES, other)
        found = drafts(self.model, self.slots, RULES, other)
        self.assertEqual(made, [most_agreed(study, RULES.comma) for study in found])


class Agreement(unittest.TestCase):
    def test_the_report_in_the_middle_wins_and_of_equal_ones_the_first(self) -> None:
        short, middle = [A, B, C, STOP], [A, B, C, A, STOP]
        self.assertEqual(most_agreed([short, middle, [A, B, C, A, C, B, STOP]]), middle)
        self.assertEqual(most_agreed([[C, C, A, STOP], middle, middle]), middle)
        self.assertEqual(most_agreed([[A, STOP], [B, STOP]]), [A, STOP])
        self.assertEqual(most_agreed([[], []]), [])

    def test_commas_are_no_words(self) -> None:
        one, two = [A, B, 5, C, STOP, B, 5, A, STOP], [A, C, 5, C, STOP, B, 5, A, STOP]
        reports = [one, [A, C, C, STOP, B, A, STOP], [A, B, C, B, STOP]]
        self.assertEqual(most_agreed([two, *reports], 5), two)
        self.assertEqual(most_agreed(reports, 5), one)

    def test_phrases_that_stand_together_before_the_same_words_apart(self) -> None:
        together, apart = [A, B, C, STOP, B, A, STOP], [A, B, STOP, C, B, A, STOP]
        self.assertEqual(most_agreed([apart, together, [A, B, C, STOP, C, A, STOP]]), together)


class Names(unittest.TestCase):
    def test_of_searches(self) -> None:
        self.assertEqual(
            [(search_name(s), search_key(s)) for s in (1, 3, CONSENSUS)],
            [("greedy", "greedy"), ("beam 3", "beam3"), ("consensus", "consensus")],
        )
        self.assertEqual([search_of("3"), search_of("consensus")], [3, CONSENSUS])
        with self.assertRaises(ValueError):
            search_of("wide")
