"""Which decoders are evaluated, and where what belongs to them lies."""

import json
import tempfile
import unittest
from pathlib import Path

from training.decoders.shipped import ablations, place_of, shipped_decoders, shipped_encoders


def made_index(folder: Path) -> Path:
    """Two decoders, of which the second by name is the default, and their encoders."""
    packs = []
    for name, task in (("a", "decoder"), ("b", "decoder"), ("lite", "encoder")):
        pack = folder / name / "1.0.0"
        pack.mkdir(parents=True)
        manifest = {"id": name, "version": "1.0.0", "task": task, "files": [{"bytes": 5}]}
        if task == "decoder":
            manifest |= {"requires": {"id": "lite"}, "decoding": {"beam": 1 if name == "a" else 3}}
        (pack / "manifest.json").write_text(json.dumps(manifest))
        packs.append({"id": name, "version": "1.0.0", "path": f"{name}/1.0.0/"})
    index = {"schema": 1, "default": {"decoder": "b", "tagger": "t"}, "packs": packs}
    (folder / "index.json").write_text(json.dumps(index))
    return folder


class Places(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)
        self.packs = made_index(self.folder / "packs")

    def test_every_decoder_of_the_index_the_default_first(self) -> None:
        places = shipped_decoders(self.packs, self.folder)
        self.assertEqual(
            [(p.id, p.encoder, p.search) for p in places], [("b", "lite", 3), ("a", "lite", 1)]
        )
        self.assertEqual(places[0].checkpoint, self.folder / "b" / "best.pt")
        self.assertEqual(places[0].shipped_features, self.folder / "features-lite-int8")
        self.assertEqual(places[0].engine(3), self.folder / "b" / "engine-val.json")
        self.assertEqual(places[0].engine(1), self.folder / "b" / "engine-val-greedy.json")
        encoders = shipped_encoders(places, self.packs)
        self.assertEqual([encoder["id"] for encoder in encoders], ["lite"])

    def test_one_that_is_not_shipped_needs_its_encoder(self) -> None:
        with self.assertRaisesRegex(ValueError, "--encoder"):
            place_of("c", None, self.packs, self.folder)
        self.assertIsNone(place_of("c", "lite", self.packs, self.folder).version)
        # Trained anew on another encoder: the shipped pack says nothing of it.
        self.assertIsNone(place_of("a", "other", self.packs, self.folder).pack)

    def test_an_ablation_without_its_run_is_left_out_and_one_of_the_pack_is_not(self) -> None:
        table = self.folder / "ablations.json"
        rows = [{"title": title, "decoder": "a", "run": f"{title}/best.pt"} for title in ("x", "y")]
        rows.append({"title": "z", "decoder": "b"})
        table.write_text(json.dumps([rows[0], rows[1] | {"sizes": {"guide": 0}}, rows[2]]))
        (self.folder / "y").mkdir()
        (self.folder / "y" / "best.pt").touch()
        found = ablations(table, self.packs, self.folder)
        self.assertEqual([(a.title, a.sizes) for a in found], [("y", {"guide": 0}), ("z", {})])
        self.assertEqual(found[1].weights, self.packs / "b" / "1.0.0")


if __name__ == "__main__":
    unittest.main()
