"""Trained encoders that a run goes on from."""

import tempfile
import unittest
from pathlib import Path

import torch

from training.encoders.architectures import ARCHITECTURES
from training.encoders.distil import teacher_name
from training.encoders.load import load_start
from training.encoders.norms import restore_norms
from training.encoders.weights import folded_weights, set_weights
from training.packs.pack import shipped_pack
from training.paths import PACKS
from training.tiny import TINY, generate


class Starts(unittest.TestCase):
    def test_a_pack_is_a_start_of_its_own_network_alone(self) -> None:
        pack = shipped_pack("effnet-lite0", PACKS)
        start = load_start(pack, ARCHITECTURES["effnet-lite0"])
        self.assertEqual(start.earlier, ())
        self.assertEqual(start.pack, f"effnet-lite0 {pack.name}")
        with self.assertRaisesRegex(ValueError, "not densenet121"):
            load_start(pack, ARCHITECTURES["densenet121"])

    def test_a_checkpoint_tells_the_runs_before_it_and_what_they_learnt_from(self) -> None:
        architecture = ARCHITECTURES["effnet-lite0"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "epoch3.pt"
            saved = {"architecture": "effnet-lite0", "model": architecture.build().state_dict()}
            pack, asked = "effnet-lite0 1.0.0", ("inception-v3 1.0.0",)
            told = {"epoch": 3, "earlier": (5,), "pack": pack, "opinions": asked}
            torch.save(saved | told, path)
            start = load_start(path, architecture)
            name = teacher_name(path)
        self.assertEqual((start.earlier, start.pack, start.opinions), ((5, 3), pack, asked))
        self.assertEqual(name, "effnet-lite0 after 3 epochs")

    def test_a_network_from_a_pack_learns_on_from_what_it_knows(self) -> None:
        for name in ("efficientnet-lite0", "densenet121", "inception-v3"):
            with self.subTest(name), torch.no_grad():
                side, build = TINY[name]
                generate(taught := build().eval(), 4)
                weights = {key: one.values for key, one in folded_weights(taught).items()}
                films = torch.randn(24, 1, side, side, generator=torch.Generator().manual_seed(2))
                set_weights(model := build().eval(), weights)
                known = model(films).findings
                apart = torch.dist(model.train()(films).features, taught(films).features)
                set_weights(model := build().eval(), weights)
                restore_norms(model, films)
                torch.testing.assert_close(model(films).findings, known, atol=1e-3, rtol=1e-3)
                near = torch.dist(model.train()(films).features, taught(films).features)
                self.assertLess(near, 0.05 * apart)


if __name__ == "__main__":
    unittest.main()
