"""Trained encoders that a run goes on from."""

import tempfile
import unittest
from pathlib import Path

import torch

from training.encoders.architectures import ARCHITECTURES
from training.encoders.distil import teacher_name
from training.encoders.load import load_start
from training.packs.pack import shipped_pack
from training.paths import PACKS


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
            taught = {"teacher": "effnet-lite0 1.1.0", "opinions": asked}
            told = {"epoch": 3, "earlier": (5,), "pack": pack} | taught
            torch.save(saved | told, path)
            start = load_start(path, architecture)
            name = teacher_name(path)
        self.assertEqual((start.earlier, start.pack), ((5, 3), pack))
        self.assertEqual({"teacher": start.teacher, "opinions": start.opinions}, taught)
        self.assertEqual(name, "effnet-lite0 after 3 epochs")


if __name__ == "__main__":
    unittest.main()
