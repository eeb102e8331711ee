"""Cached encoder output: the sides that the frontal film tells."""

import json
import math
import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.decoders.films import FilmFeatures
from training.findings import FINDING_INDEX, FINDINGS
from training.text.sides import FilmSides

EFFUSION = FINDING_INDEX["Effusion"]
FILMS = ["left.png", "right.png", "turned.png", "lateral.png"]


def calibration(**effusion: float) -> list[dict[str, object]]:
    cuts = [
        {"name": name, "temperature": 1.0, "bias": 0.0, "threshold": 0.5, "judged": True}
        for name in FINDINGS
    ]
    cuts[EFFUSION] |= {"sideShare": 0.6} | effusion
    return cuts


class SidesTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        left = np.full((len(FILMS), len(FINDINGS)), 0.9, dtype=np.float32)
        left[:, EFFUSION] = [0.61, 0.39, math.nan, 0.5]
        np.save(self.folder / "left.npy", left)
        np.save(self.folder / "maps.npy", np.zeros((len(FILMS), 4, 2), dtype=np.float16))
        np.save(self.folder / "logits.npy", np.zeros((len(FILMS), len(FINDINGS))))
        (self.folder / "films.json").write_text(json.dumps(FILMS))

    def films(self, **effusion: float) -> FilmFeatures:
        return FilmFeatures(self.folder, calibration(**effusion))

    def test_only_of_findings_whose_map_was_measured_to_tell(self) -> None:
        films = self.films()
        self.assertEqual(films.sides_of("left.png", None).shown, {"Effusion": "left"})
        self.assertEqual(films.sides_of("right.png", None).shown, {"Effusion": "right"})
        self.assertEqual(self.films(sideShare=0.65).sides_of("left.png", None).shown, {})
        self.assertEqual(FilmFeatures(self.folder).sides_of("left.png", None).shown, {})

    def test_a_side_is_told_from_a_share_of_its_own(self) -> None:
        for share, told in ((0.6, {"Effusion": "left"}), (0.62, {})):
            sides = self.films(sideToldShare=share).sides_of("left.png", None)
            self.assertEqual(sides, FilmSides({"Effusion": "left"}, told))
        # Never of a finding whose side may not even be contradicted.
        sides = self.films(sideShare=0.7, sideToldShare=0.6).sides_of("left.png", None)
        self.assertEqual(sides, FilmSides())

    def test_none_of_a_film_that_lies_turned(self) -> None:
        self.assertEqual(self.films().sides_of("turned.png", None).shown, {})

    def test_none_of_findings_that_are_not_believed_or_not_judged(self) -> None:
        self.assertEqual(self.films(bias=-2.0).sides_of("left.png", None).shown, {})
        self.assertEqual(self.films(judged=False).sides_of("left.png", None).shown, {})

    def test_the_probability_is_that_of_the_study(self) -> None:
        films = self.films(bias=-2.0)
        films.logits[FILMS.index("lateral.png")] = 4.0
        self.assertEqual(films.sides_of("left.png", "lateral.png").shown, {"Effusion": "left"})


if __name__ == "__main__":
    unittest.main()
