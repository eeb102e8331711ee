"""Boxes, hits, and which words name a finding."""

import unittest
from pathlib import Path

import numpy as np
import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.grounding import Boxed, attention_of, named_words, summary

LEFT = Boxed(Path("film.png"), "Effusion", ((0.0, 0.5, 0.25, 0.5),))


class Boxes(unittest.TestCase):
    def test_share_is_that_of_the_union(self) -> None:
        self.assertAlmostEqual(LEFT.share, 0.125, places=2)
        twice = Boxed(LEFT.path, "Effusion", (LEFT.boxes[0], (0.0, 0.75, 0.25, 0.25)))
        self.assertAlmostEqual(twice.share, 0.125, places=2)

    def test_the_highest_cell_decides(self) -> None:
        cells = np.zeros((4, 4))
        cells[3, 0] = 1.0
        self.assertTrue(LEFT.hit_by(cells))
        cells[0, 3] = 2.0
        self.assertFalse(LEFT.hit_by(cells))


class Words(unittest.TestCase):
    def test_present_mentions_only(self) -> None:
        tokens = "no pneumothorax . there is a small left pleural effusion . heart , normal ."
        self.assertEqual(named_words(tokens.split(" "), "Effusion"), [9])
        self.assertEqual(named_words(tokens.split(" "), "Pneumothorax"), [])

    def test_attention_of_every_word_sums_to_one(self) -> None:
        torch.manual_seed(1)
        model = AttentionDecoder(Sizes(12, 6, 16, 8, 8), 0.0).eval()
        slots = model.slots(torch.randn(1, 9, 6), None, torch.rand(1, 17))
        attention = attention_of(model, slots, [5, 6, 4])
        self.assertEqual(attention.shape, (3, slots.shape[1]))
        np.testing.assert_allclose(attention.sum(axis=1), 1, atol=1e-5)


class Summary(unittest.TestCase):
    def test_attention_counts_named_films_only(self) -> None:
        row = {"finding": "Mass", "heldOut": False, "covered": 0.2, "activation": True}
        figures = summary([row | {"attention": None}, row | {"attention": False, "heldOut": True}])
        self.assertEqual(figures["all"]["named"], 1.0)
        self.assertEqual(figures["all"]["attention"], 0.0)
        self.assertEqual(figures["patients of validation"]["films"], 1.0)
        self.assertNotIn("attention", summary([row | {"attention": None}])["Mass"])


if __name__ == "__main__":
    unittest.main()
