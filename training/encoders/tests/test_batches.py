"""What an epoch is made of: shares of the sources, films with rare findings shown again."""

from __future__ import annotations

import unittest

import numpy as np

from training.encoders.batches import RARE, SamplingOptions, TrainingFilms, rare_films
from training.encoders.tests.films import film

SOURCES = {"iu", "nih", "roco"}


class ShareTest(unittest.TestCase):
    def test_named_sources_get_their_shares_and_the_others_keep_theirs(self) -> None:
        films = [film(f"{source}{i}", source=source) for source in ("iu", "nih") for i in range(10)]
        pixels = np.zeros((len(films), 8, 8), np.uint8)
        loaded = TrainingFilms(films, pixels, pixels[:0], 8)

        def seen(text: str) -> tuple[int, int]:
            options = SamplingOptions().with_shares(text, SOURCES)
            order = loaded.epoch_order(np.random.default_rng(0), options)
            return int((order < 10).sum()), int((order >= 10).sum())

        self.assertEqual(seen(""), (4, 10))
        self.assertEqual(seen("iu=1.2"), (12, 10))
        self.assertEqual(seen("nih=0,iu=0.5"), (5, 0))
        self.assertEqual(seen("roco=3"), (4, 10))

    def test_what_is_no_share_is_refused(self) -> None:
        for text in ("ui=1", "iu", "iu=-1", "iu=nan", "=1"):
            with self.assertRaisesRegex(ValueError, "is not a share.*of one of iu, nih, roco"):
                SamplingOptions().with_shares(text, SOURCES)


class RareTest(unittest.TestCase):
    def test_films_with_a_rare_finding_are_shown_again(self) -> None:
        films = [film(f"n{i}", 0) for i in range(RARE)] + [film("m", 4), film("h", 13)]
        self.assertEqual(rare_films(films).tolist(), [RARE, RARE + 1])
        loaded = TrainingFilms(
            films, np.zeros((len(films), 8, 8), np.uint8), np.zeros((0, 8, 8), np.uint8), 8
        )
        for again, count in ((0.0, 1), (1.0, 2)):
            order = loaded.epoch_order(np.random.default_rng(0), SamplingOptions(rare_again=again))
            self.assertEqual((order == RARE).sum(), count)
            self.assertEqual((order == 0).sum(), 1)


if __name__ == "__main__":
    unittest.main()
