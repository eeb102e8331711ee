"""The last parts of an encoder trained with a decoder: what they compute, learn and keep."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.batches import Batch
from training.decoders.joint import JointLoss, KeptFilms, LastParts, SeenFilms, kept_maps
from training.decoders.objective import DecoderLoss
from training.encoders.efficientnet_lite import TINY_STAGES, EfficientNetLite
from training.findings import FINDINGS

FIRST = 2
SIDE = 32


class Said:
    """Stands for the features folder that the decoder was trained on."""

    def __init__(self) -> None:
        self.logits = np.zeros((3, len(FINDINGS)), np.float32)
        self.row = {"a.png": 0, "b.png": 1, "c.png": 2}


def encoder() -> EfficientNetLite:
    torch.manual_seed(2)
    return EfficientNetLite(TINY_STAGES, stem=4, top=16).eval()


class LastPartsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "kept.npy"
        self.pixels = np.random.default_rng(4).integers(0, 256, (3, SIDE, SIDE), dtype=np.uint8)
        self.encoder = encoder()
        self.maps = kept_maps(self.encoder, FIRST, SIDE, self.pixels, [0, 1, 2], self.path)
        self.films = KeptFilms(self.maps, Said())
        self.last = LastParts(self.encoder, FIRST, self.maps.shape[1:])

    def batch(self) -> Batch:
        words = torch.tensor([[1, 4], [1, 5]])
        return Batch(
            [],
            self.films.map_of(["a.png", "b.png"]),
            self.films.map_of(["c.png", "a.png"]),
            torch.full((2, len(FINDINGS)), 0.3),
            words,
            words.roll(-1, 1),
            torch.ones(2, 2),
        )

    def test_with_the_first_parts_they_are_the_encoder(self) -> None:
        x = torch.from_numpy((self.pixels / 255 - 0.5) / 0.25).float().unsqueeze(1)
        with torch.no_grad():
            whole = self.encoder(x)
            maps, means = self.last(self.films.map_of(["a.png", "b.png", "c.png"]))
        cells = whole.features.permute(0, 2, 3, 1).flatten(1, 2)
        torch.testing.assert_close(maps, cells, atol=2e-2, rtol=2e-2)
        heads = torch.cat([whole.findings, whole.view, whole.orientation], 1)
        torch.testing.assert_close(self.last.said(means), heads, atol=2e-3, rtol=2e-2)
        seen = SeenFilms(self.films, self.last, ["c.png", "b.png"])
        torch.testing.assert_close(seen.map_of(["b.png"]), maps[1:2])
        torch.testing.assert_close(
            seen.logits_of(["b.png"]), whole.findings[1:2], atol=2e-3, rtol=2e-2
        )

    def test_a_film_that_is_hidden_stays_hidden(self) -> None:
        kept = self.films.map_of(["a.png", "b.png"])
        maps, _ = self.last(kept * torch.tensor([0.0, 1.0]).view(2, 1, 1))
        self.assertEqual(float(maps[0].detach().abs().max()), 0.0)
        self.assertGreater(float(maps[1].detach().abs().max()), 0.0)

    def test_what_the_first_parts_made_is_kept_for_the_same_weights_alone(self) -> None:
        stamp, before = self.path.stat().st_mtime_ns, np.array(self.maps)
        kept_maps(self.encoder, FIRST, SIDE, self.pixels, [0, 1, 2], self.path)
        self.assertEqual(self.path.stat().st_mtime_ns, stamp)
        with torch.no_grad():
            self.encoder.stem.conv.weight.mul_(2)
        again = kept_maps(self.encoder, FIRST, SIDE, self.pixels, [0, 1, 2], self.path)
        self.assertFalse(np.array_equal(again, before))

    def test_both_learn_and_the_heads_are_held(self) -> None:
        decoder = AttentionDecoder(
            Sizes(8, channels=16, hidden=8, slot=8, attention=4, embedding=4)
        )
        self.last.requires_grad_(True)
        loss = JointLoss(DecoderLoss(decoder.eval(), 0.0), self.last, hold=0.5)
        alone = JointLoss(DecoderLoss(decoder, 0.0), self.last, hold=0.0)
        # Nothing has moved yet, so holding costs nothing.
        torch.testing.assert_close(loss(self.batch()), alone(self.batch()))
        loss(self.batch()).backward()
        self.assertGreater(float(self.last.parts[0].project.conv.weight.grad.abs().max()), 0)
        self.assertGreater(float(decoder.output.weight.grad.abs().max()), 0)
        with torch.no_grad():
            self.last.findings.bias += 1.0
        with torch.no_grad():
            self.assertGreater(loss(self.batch()).item(), alone(self.batch()).item())

    def test_statistics_of_batch_norms_stay(self) -> None:
        self.last.train()
        self.assertFalse(any(part.training for part in self.last.modules()))


if __name__ == "__main__":
    unittest.main()
