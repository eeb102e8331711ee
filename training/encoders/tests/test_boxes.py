"""Boxes of findings, and the maps that point at them."""

import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch

from training.encoders.boxes import BOXES, Boxed, activations, box_figures, read_boxes
from training.tiny import TINY, generate

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

    def test_a_map_finds_the_boxes_where_it_is_highest_inside(self) -> None:
        cells = np.zeros((4, 4))
        cells[2:, 0] = 1.0
        self.assertGreater(LEFT.found_by(cells), 0.95)
        self.assertLess(LEFT.found_by(-cells), 0.05)
        self.assertAlmostEqual(LEFT.found_by(np.ones((4, 4))), 0.5, places=2)

    def test_a_box_that_holds_all_or_nothing_tells_nothing(self) -> None:
        for box in ((0.0, 0.0, 1.0, 1.0), (0.5, 0.5, 0.0, 0.0)):
            self.assertIsNone(Boxed(LEFT.path, "Effusion", (box,)).found_by(np.eye(4)))


class Figures(unittest.TestCase):
    """An encoder on films with boxes."""

    def setUp(self) -> None:
        side, build = TINY["efficientnet-lite0"]
        self.side = side
        generate(model := build().eval(), 3)
        self.model = model

    def test_are_of_the_activation_of_the_boxed_finding(self) -> None:
        film = np.random.default_rng(2).integers(0, 256, (self.side, self.side)).astype(np.uint8)
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            for name in ("nih", "nih_128", "nih_more", "nih_effusion"):
                (data / name).mkdir()
                (data / name / "labels.csv").write_text("file,patient,split,labels,view\n")
            cv2.imwrite(str(data / "nih" / "a.png"), film)
            rows = ["file,finding,x,y,width,height"]
            rows += [f"nih/a.png,{finding},0.0,0.0,0.5,0.5" for finding in ("Mass", "Effusion")]
            (data / BOXES).write_text("\n".join(rows) + "\n")
            boxed = read_boxes(data)
            figures = box_figures(self.model, self.side, data)
        self.assertEqual([item.finding for item in boxed], ["Mass", "Effusion"])
        self.assertEqual(figures["films"], 2)
        self.assertAlmostEqual(figures["covered"], 0.25, places=2)
        self.assertIn(figures["pointed"], (0.0, 0.5, 1.0))
        self.assertTrue(0 <= figures["areaAuroc"] <= 1)

    def test_are_none_without_boxes(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(box_figures(self.model, self.side, Path(folder)), {})

    def test_the_mean_of_an_activation_is_the_logit_without_its_bias(self) -> None:
        film = torch.randn(1, 1, self.side, self.side)
        with torch.no_grad():
            output = self.model(film)
        mean = activations(output.features, self.model).mean(dim=(2, 3))
        torch.testing.assert_close(mean, output.findings - self.model.findings.bias)


if __name__ == "__main__":
    unittest.main()
