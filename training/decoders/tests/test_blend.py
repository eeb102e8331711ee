"""A decoder between two."""

import tempfile
import unittest
from pathlib import Path

import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.blend import blended
from training.decoders.checkpoint import save_decoder
from training.text.vocabulary import SPECIAL, Vocabulary


def saved(folder: str, name: str, seed: int, words: str = "ab", hidden: int = 6) -> Path:
    torch.manual_seed(seed)
    vocabulary = Vocabulary((*SPECIAL, ".", *words))
    model = AttentionDecoder(Sizes(len(vocabulary.tokens), 3, hidden, 4, 4, 4))
    model.finding_gain.fill_(seed)
    save_decoder(Path(folder) / name, model, vocabulary, {})
    return Path(folder) / name


class Blending(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.first = saved(self.folder, "first.pt", 1)
        self.second = saved(self.folder, "second.pt", 2)

    def test_the_weights_lie_between(self) -> None:
        ends = [blended(self.first, self.second, share)[0].state_dict() for share in (0.0, 1.0)]
        middle = blended(self.first, self.second, 0.25)[0].state_dict()
        for name, value in middle.items():
            torch.testing.assert_close(value, 0.75 * ends[0][name] + 0.25 * ends[1][name])
        self.assertFalse(torch.equal(ends[0]["output.weight"], ends[1]["output.weight"]))

    def test_the_operating_points_stay(self) -> None:
        model, _ = blended(self.first, self.second, 0.5)
        self.assertTrue((model.finding_gain == 1).all())

    def test_decoders_that_do_not_fit_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "sizes"):
            blended(self.first, saved(self.folder, "wide.pt", 3, hidden=7), 0.5)
        with self.assertRaisesRegex(ValueError, "other words"):
            blended(self.first, saved(self.folder, "other.pt", 3, words="ac"), 0.5)


if __name__ == "__main__":
    unittest.main()
