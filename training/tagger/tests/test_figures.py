"""A tagger trained on the devel parts shows none of its own devel figures, and resumes only itself."""

import json
import tempfile
import unittest
from argparse import Namespace
from pathlib import Path

import torch

from training.tagger.card import model_card
from training.tagger.evaluate import training_options
from training.tagger.figures import own_figures, run_figures, sister_figures
from training.tagger.network import Sizes, Tagger
from training.tagger.train import check_same_run, plan_of
from training.tagger.vocabulary import WordPiece

OPTIONS = Namespace(
    epochs=4,
    rate=2e-4,
    layer_decay=0.9,
    word_dropout=0.04,
    pieces=1400,
    report_layers=3,
    report_words=250,
    seed=7,
    with_devel=True,
    start=None,
)


class Figures(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        figures = {"bc5cdr_devel_f1": 0.8512, "report_dev_f1": 0.9675}
        (self.folder / "figures.json").write_text(json.dumps(figures))
        (self.folder / "figures-int8.json").write_text(json.dumps(figures))

    def test_devel_figures_are_the_sisters(self) -> None:
        own = own_figures(run_figures(self.folder) | {"bc5cdr_devel_f1": 0.999})
        self.assertEqual(set(own), {"report_dev_f1", "report_dev_f1_int8"})
        sister = sister_figures(self.folder, run_figures(self.folder), {"with_devel": False})
        self.assertEqual(
            set(sister), {"train_only_bc5cdr_devel_f1", "train_only_bc5cdr_devel_f1_int8"}
        )
        tiny = Tagger(Sizes(8, 4, 1, 4, 2, 4), {"report": ["O"]})
        words = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c"])
        settings = vars(OPTIONS) | {"schedule": "4"}
        card = model_card(tiny, words, own | sister, settings, {"schedule": "5"})
        row = next(line for line in card.splitlines() if line.startswith("| BC5CDR devel"))
        self.assertIn("train-only run, not this pack", row)
        self.assertIn("0.851", row)
        self.assertIn("F1 on them is not known", card)
        settings |= {"with_devel": False}
        plain = model_card(tiny, words, {"bc5cdr_devel_f1": 0.85}, settings)
        self.assertNotIn("not this pack", plain)

    def test_the_schedule_tells_the_run_that_was_gone_on_from(self) -> None:
        first, last = self.folder / "first", self.folder / "last"
        for folder, options in (
            (first, vars(OPTIONS)),
            (last, vars(OPTIONS) | {"epochs": 1, "rate": 5e-5, "start": "first"}),
        ):
            folder.mkdir()
            torch.save({"options": options}, folder / "model.pt")
        self.assertEqual(
            training_options(last)["schedule"],
            "4 of 1400 pieces a batch at a peak rate of 0.0002, "
            "then 1 of 1400 pieces a batch at a peak rate of 5e-05",
        )

    def test_a_sister_must_not_have_seen_devel(self) -> None:
        with self.assertRaises(ValueError):
            sister_figures(self.folder, run_figures(self.folder), {"with_devel": True})
        with self.assertRaises(ValueError):
            sister_figures(self.folder, {"report_dev_f1": 1.0}, {})

    def test_other_settings_are_refused_on_resuming(self) -> None:
        plan = plan_of(OPTIONS, 100)
        check_same_run({"plan": plan}, plan)
        check_same_run({}, plan)
        with self.assertRaisesRegex(SystemExit, "with_devel: False then, True now"):
            check_same_run({"plan": plan | {"with_devel": False}}, plan)
        with self.assertRaisesRegex(SystemExit, "steps in all"):
            check_same_run({"plan": plan}, plan_of(OPTIONS, 101))


if __name__ == "__main__":
    unittest.main()
