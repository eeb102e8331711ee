"""On which side an activation lies, and from which share on it is believed."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np

from training.encoders.side_marks import read_reports
from training.encoders.sides import (
    Judged,
    Sided,
    agreement,
    chosen_share,
    figures,
    left_share,
    one_side,
    said_sides,
    text_sides,
)
from training.text.sides import Sides


def judged(share: float, agrees: bool) -> Judged:
    return Judged(Sided(Path("film.png"), "Effusion", "left", "iu", False), share, agrees)


class Share(unittest.TestCase):
    def test_the_patients_left_is_the_right_half_of_the_film(self) -> None:
        cells = np.zeros((7, 7))
        cells[5, 6] = 1.0
        self.assertEqual(left_share(cells), 1.0)
        self.assertEqual(left_share(cells[:, ::-1]), 0.0)

    def test_the_middle_column_and_what_is_below_the_mean_count_for_nothing(self) -> None:
        cells = np.zeros((7, 7))
        cells[:, 3] = 9.0
        self.assertEqual(left_share(cells), 0.5)
        self.assertEqual(left_share(np.array([[1.0, 3.0], [-2.0, -2.0]])), 0.75)


class Chosen(unittest.TestCase):
    def test_it_is_the_least_from_which_on_the_map_agrees(self) -> None:
        rows = [judged(0.97, True)] * 20 + [judged(0.72, True)] * 20 + [judged(0.62, False)] * 20
        self.assertEqual(chosen_share(rows), 0.65)
        self.assertEqual(agreement(rows, 0.65), (1.0, 40))

    def test_a_finding_of_few_films_or_little_agreement_has_none(self) -> None:
        self.assertIsNone(chosen_share([judged(0.97, True)] * 14))
        self.assertIsNone(chosen_share([judged(0.97, i % 5 > 0) for i in range(40)]))

    def test_what_agrees_by_luck_under_a_share_that_does_not_is_not_taken(self) -> None:
        rows = [judged(0.97, i % 4 > 0) for i in range(20)] + [judged(0.62, True)] * 200
        self.assertIsNone(chosen_share(rows))


class Figures(unittest.TestCase):
    def test_a_side_is_told_from_where_it_is_right_of_findings_on_both_sides_too(self) -> None:
        def rows(share: float, agrees: bool, side: Sides, count: int) -> list[Judged]:
            film = Sided(Path("film.png"), "Effusion", side, "iu", False)
            return [Judged(film, share, agrees)] * count

        of = figures(
            rows(0.62, True, "left", 20)
            + rows(0.62, False, "both", 20)
            + rows(0.97, True, "right", 30)
            + rows(0.97, False, "both", 2)
        )["Effusion"]
        self.assertEqual((of["share"], of["toldShare"]), (0.6, 0.65))
        self.assertEqual((of["train.chosen"], of["train.told"]), ([1.0, 50], [0.938, 32]))
        self.assertEqual(of["val.told"], [None, 0])

    def test_none_is_told_of_findings_that_mostly_are_on_both_sides(self) -> None:
        film = Sided(Path("film.png"), "Effusion", "both", "iu", False)
        of = figures([judged(0.97, True)] * 20 + [Judged(film, 0.97, False)] * 20)["Effusion"]
        self.assertEqual((of["share"], of["toldShare"]), (0.6, None))
        self.assertNotIn("train.told", of)


class OneSide(unittest.TestCase):
    def test_findings_without_sides_and_those_that_have_none_are_left_out(self) -> None:
        said = [("Effusion", "left"), ("Effusion", "left"), ("Mass", "left"), ("Mass", "right")]
        said += [("Nodule", None), ("Cardiomegaly", "left"), ("Pneumonia", "left")]
        said += [("Pneumonia", None), ("Atelectasis", "both"), ("Atelectasis", None)]
        sides = said_sides(said)
        self.assertEqual(sides, {"Effusion": "left", "Mass": "both", "Atelectasis": "both"})
        self.assertEqual(one_side(sides), {"Effusion": "left"})


class Texts(unittest.TestCase):
    def test_a_report_says_the_sides_of_what_it_asserts(self) -> None:
        report = "Small right pleural effusion. No left pneumothorax. Left basilar atelectasis."
        self.assertEqual(text_sides(report), {"Effusion": "right", "Atelectasis": "left"})
        self.assertEqual(
            text_sides(report, "Left pleural effusion."),
            {"Effusion": "both", "Atelectasis": "left"},
        )
        self.assertEqual(text_sides("Bilateral pleural effusions."), {"Effusion": "both"})

    def test_a_file_without_texts_says_how_it_is_made(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "reports.json"
            path.write_text(json.dumps({"texts": {"1": "Clear."}}), encoding="utf-8")
            self.assertEqual(read_reports(path), {"1": "Clear."})
            path.write_text("{}", encoding="utf-8")
            with self.assertRaisesRegex(ValueError, "engine-reports"):
                read_reports(path)


if __name__ == "__main__":
    unittest.main()
