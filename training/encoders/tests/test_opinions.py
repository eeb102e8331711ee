"""Pooled opinions as soft labels."""

from __future__ import annotations

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from training.encoders.inference import run
from training.encoders.load import load_pack
from training.encoders.opinions import (
    Opinions,
    film_key,
    load_opinions,
    own_side,
    pool,
    with_opinions,
)
from training.encoders.scores import sigmoid
from training.encoders.tests.films import film
from training.findings import FINDINGS
from training.packs.pack import shipped_pack
from training.paths import PACKS


class BlendTest(unittest.TestCase):
    def test_the_loss_is_the_blend_of_both_losses(self) -> None:
        generator = np.random.default_rng(3)
        opinion = generator.random((1, len(FINDINGS))).astype(np.float32)
        one = film("a", 2)
        (taught,) = with_opinions([one], Opinions(("x 1",), {film_key(one): 0}, opinion), 0.3)
        logits = torch.from_numpy(generator.normal(size=len(FINDINGS)).astype(np.float32))

        def loss(labels: np.ndarray, weights: np.ndarray) -> torch.Tensor:
            each = functional.binary_cross_entropy_with_logits(
                logits, torch.from_numpy(labels), reduction="none"
            )
            return (each * torch.from_numpy(weights)).sum()

        everything = np.ones(len(FINDINGS), np.float32)
        wanted = 0.7 * loss(one.labels, one.weights) + 0.3 * loss(opinion[0], everything)
        torch.testing.assert_close(loss(taught.labels, taught.weights), wanted)

    def test_a_film_without_an_opinion_stays_and_so_do_all_at_share_0(self) -> None:
        films = [film("a", 1), film("b")]
        opinions = Opinions(("x 1",), {"nih/a.png": 0}, np.full((1, len(FINDINGS)), 0.5))
        self.assertIs(with_opinions(films, opinions, 0.5)[1], films[1])
        self.assertIs(with_opinions(films, opinions, 0.0)[0], films[0])
        with self.assertRaisesRegex(ValueError, "between 0 and 1"):
            with_opinions(films, opinions, 1.5)

    def test_labels_of_validation_films_stay_those_that_measure(self) -> None:
        opinions = Opinions(("x 1",), {"nih/a.png": 0}, np.full((1, len(FINDINGS)), 0.5))
        measured = replace(film("a", 1), split="val")
        self.assertIs(with_opinions([measured], opinions, 0.5)[0], measured)


class PoolTest(unittest.TestCase):
    def test_pooled_logits_are_kept_by_source_and_file(self) -> None:
        pack = shipped_pack("effnet-lite0", PACKS)
        films = [film("a"), film("a", source="roco")]
        pixels = np.random.default_rng(1).integers(0, 256, (2, 64, 64)).astype(np.uint8)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "new" / "opinions.npz"
            pooled = pool([pack, pack], [own_side(pack)] * 2, films, pixels)
            pooled.save(path)
            read = load_opinions(path)
        model, manifest = load_pack(pack)
        rows = manifest["calibration"]["findings"]
        logits = run(model, pixels, manifest["input"]["height"], bf16=True).findings
        wanted = sigmoid(logits / [r["temperature"] for r in rows] + [r["bias"] for r in rows])
        self.assertEqual(read.rows, {"nih/a.png": 0, "roco/a.png": 1})
        self.assertEqual(read.teachers, (f"effnet-lite0 {pack.name}",) * 2)
        np.testing.assert_allclose(read.probabilities, wanted, atol=2e-3)
        second = pooled.of(films[1:])
        self.assertEqual(second.rows, {"roco/a.png": 0})
        np.testing.assert_array_equal(second.probabilities, pooled.probabilities[1:])

    def test_a_checkpoint_is_shown_films_of_its_last_epoch(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "epoch3.pt"
            torch.save({"architecture": "effnet-lite0", "side": 160}, path)
            self.assertEqual(own_side(path), 160)

    def test_opinions_of_another_list_of_findings_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "opinions.npz"
            Opinions(("x 1",), {"nih/a.png": 0}, np.zeros((1, 3))).save(path)
            with self.assertRaisesRegex(ValueError, "run pool-opinions again"):
                load_opinions(path)


if __name__ == "__main__":
    unittest.main()
