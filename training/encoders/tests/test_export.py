"""What a pack is made of when it comes from another pack."""

import hashlib
import tempfile
import unittest
from pathlib import Path

from training.encoders.architectures import ARCHITECTURES
from training.encoders.calibrate import FindingCalibration
from training.encoders.export import LOSS, flat_figures, from_pack, golden_taps
from training.findings import FINDINGS
from training.packs.pack import read_manifest, shipped_pack, write_pack
from training.paths import PACKS
from training.tiny import TINY, generate


class FromPack(unittest.TestCase):
    def test_its_weights_stay_to_the_byte_and_its_card_tells_how_they_were_trained(self) -> None:
        for name in ("effnet-lite0", "densenet121", "inception-v3"):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                pack = shipped_pack(name, PACKS)
                shipped = from_pack(pack, ARCHITECTURES[name])
                self.assertIn(f"train-encoder --model {name}", shipped.note)
                head = {"id": name, "version": "9.9.9"}
                made = write_pack(Path(folder), head, shipped.weights, "", stored=shipped.stored)
                old, new = read_manifest(pack), read_manifest(made)
                self.assertEqual(old["weights"], new["weights"])
                digest = hashlib.sha256((pack / "weights.bin").read_bytes()).hexdigest()
                self.assertEqual(new["files"][0]["sha256"], digest)

    def test_the_calibration_of_every_pack_is_read_back(self) -> None:
        for name in ("effnet-lite0", "densenet121", "inception-v3"):
            rows = read_manifest(shipped_pack(name, PACKS))["calibration"]["findings"]
            read = [FindingCalibration.of(row) for row in rows]
            self.assertEqual([row.name for row in read], list(FINDINGS))
            self.assertEqual([row.threshold for row in read], [row["threshold"] for row in rows])

    def test_the_golden_goes_from_the_film_to_the_probabilities(self) -> None:
        side, build = TINY["efficientnet-lite0"]
        generate(model := build().eval(), 5)
        rows = [FindingCalibration(name, 2.0, 0.5, 0.5, True) for name in FINDINGS]
        taps = golden_taps(model, rows, side)
        parts = [name for name, _ in model.parts()]
        heads = ["pooled", "findings", "view", "orientation", "probabilities"]
        self.assertEqual(list(taps), ["input", *parts, *heads])
        self.assertEqual(taps["pooled"]["shape"], [1, model.channels])
        self.assertEqual(taps["probabilities"]["shape"], [1, len(FINDINGS)])

    def test_the_loss_to_int8_is_the_one_measured_when_the_weights_were_quantised(self) -> None:
        shipped = from_pack(shipped_pack("effnet-lite0", PACKS), ARCHITECTURES["effnet-lite0"])
        result = {
            "sources": {"nih": {"meanAuroc": 0.7, "auroc": {}}},
            "gate": {
                "iuView": {"accuracy": 1.0},
                "nihFrontal": 1.0,
                "otherRecall": 1.0,
                "otherRecallAtGate": 1.0,
                "chestsRefused": 0.0,
            },
            "orientation": {"accuracy": 1.0, "recallAtGate": 1.0},
            "boxes": {"areaAuroc": 0.6},
        }
        again = flat_figures(result, None, shipped.losses)
        self.assertEqual(again[f"nih{LOSS}"], shipped.losses[f"nih{LOSS}"])
        self.assertEqual(again["boxes.areaAuroc"], 0.6)
        exact = {"sources": {"nih": {"meanAuroc": 0.702}}}
        self.assertEqual(flat_figures(result, exact, {})[f"nih{LOSS}"], 0.002)


if __name__ == "__main__":
    unittest.main()
