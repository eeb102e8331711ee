"""Heads that read fewer layers than there are, and words that MiniLM has no piece for."""

import unittest

import torch

from training.tagger.network import Sizes, Tagger, load_minilm
from training.tagger.vocabulary import SPECIAL, minilm_pieces

SIZES = Sizes(8, 4, 3, 4, 2, 4)
SETS = {"report": ["O"], "bc5cdr": ["O"]}


class Exits(unittest.TestCase):
    def test_a_head_reads_its_layers_and_no_more(self) -> None:
        torch.manual_seed(1)
        model = Tagger(SIZES, SETS, exits={"report": 1}).eval()
        self.assertEqual([model.depth("report"), model.depth("bc5cdr")], [1, 3])
        ids, lengths = torch.tensor([[2, 5, 3]]), torch.tensor([3])
        mask = torch.ones(1, 1, 1, 3, dtype=torch.bool)
        first = model.layers[0](model.embed(ids), mask)
        torch.testing.assert_close(model.encode(ids, lengths, model.depth("report")), first)
        whole = model.layers[2](model.layers[1](first, mask), mask)
        torch.testing.assert_close(model.encode(ids, lengths), whole)
        torch.testing.assert_close(model.encode(ids, lengths, model.depth("bc5cdr")), whole)

    def test_a_head_cannot_read_layers_that_there_are_not(self) -> None:
        for layers in (0, 4):
            with self.assertRaisesRegex(ValueError, "1 to 3 layers"):
                Tagger(SIZES, SETS, exits={"report": layers})


class WholeWords(unittest.TestCase):
    def test_a_new_word_starts_as_the_mean_of_its_pieces(self) -> None:
        known = minilm_pieces()
        pieces = [known.tokens[i] for i in known.pieces("pneumothorax")]
        self.assertGreater(len(pieces), 1)
        model = Tagger(Sizes(len(SPECIAL) + len(pieces) + 1), SETS)
        load_minilm(model, [*SPECIAL, *pieces, "pneumothorax"])
        torch.testing.assert_close(
            model.word.weight[-1], model.word.weight[len(SPECIAL) : -1].mean(0)
        )


if __name__ == "__main__":
    unittest.main()
