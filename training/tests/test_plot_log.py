"""Logs as curves."""

import tempfile
import unittest
from pathlib import Path

from training.plot_log import append_line, main, read_curves


class PlotLog(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.log = Path(held.name) / "log.jsonl"
        for step, loss in ((50, 1.0), (100, 0.8), (150, 0.9), (100, 0.7)):
            append_line(self.log, {"step": step, "loss": {"report": loss}, "seconds": 3})

    def test_the_later_line_of_a_step_counts(self) -> None:
        curves = read_curves(self.log, ["loss"])
        self.assertEqual(curves, {"loss report": ([50.0, 100.0, 150.0], [1.0, 0.7, 0.9])})

    def test_a_log_without_the_figure_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "auroc"):
            read_curves(self.log, ["auroc"])

    def test_svg(self) -> None:
        self.assertEqual(main([str(self.log), "--keys", "loss,seconds"]), 0)
        drawn = self.log.with_suffix(".svg").read_text()
        self.assertIn("<svg", drawn)
        self.assertIn("loss report", drawn)


if __name__ == "__main__":
    unittest.main()
