"""Boxes, hits, and which words name a finding."""

import unittest

import numpy as np
import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.grounding import attention_of, named_words, summary


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
