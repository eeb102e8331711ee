"""The orientation head that is fitted to the maps of a finished body."""

import unittest

import numpy as np
import torch

from training.encoders.architectures import ARCHITECTURES
from training.encoders.card import training_note
from training.encoders.inference import run
from training.encoders.orientation import PENALTIES, fit_head, pooled_features
from training.findings import ORIENTATIONS
from training.tiny import TINY, generate


class Head(unittest.TestCase):
    def test_tells_the_orientations_apart_on_the_features_as_they_are(self) -> None:
        chance = np.random.default_rng(1)
        places = chance.normal(size=(len(ORIENTATIONS), 1, 12))
        scales = np.geomspace(0.01, 100, 12)
        features = (places + 0.2 * chance.normal(size=(len(ORIENTATIONS), 60, 12))) * scales + 7
        held_back = np.arange(60) < 12
        weights, biases, penalty = fit_head(features.astype(np.float32), held_back)
        self.assertEqual(weights.shape, (len(ORIENTATIONS), 12))
        self.assertIn(penalty, PENALTIES)
        predicted = (features @ weights.T + biases).argmax(axis=2)
        truth = np.arange(len(ORIENTATIONS))[:, None]
        self.assertGreater((predicted == truth).mean(), 0.99)

    def test_the_features_are_those_that_the_head_is_given(self) -> None:
        side, build = TINY["efficientnet-lite0"]
        model = build().eval()
        generate(model, 3)
        films = np.random.default_rng(3).integers(0, 256, (3, 80, 80), dtype=np.uint8)
        features = pooled_features(model, films, side, bf16=False, size=2)
        with torch.inference_mode():
            given = model.orientation(torch.from_numpy(features))
        np.testing.assert_allclose(given, run(model, films, side).orientation, atol=1e-5)


class Card(unittest.TestCase):
    def test_tells_every_run_and_the_head_that_was_fitted(self) -> None:
        checkpoint = {"epoch": 3, "side": 160, "earlier": (5, 2), "orientationFilms": 1000}
        note = training_note(ARCHITECTURES["densenet121"], checkpoint)
        self.assertIn("5, then 2, then 3 epochs, the last with films of 160 px", note)
        self.assertIn("1000 films in each orientation", note)
        plain = training_note(ARCHITECTURES["densenet121"], {"epoch": 6, "side": 224})
        self.assertIn(": 6 epochs,", plain)
        self.assertNotIn("orientation", plain)
        packed = {"epoch": 2, "side": 160, "pack": "densenet121 1.2.0"}
        note = training_note(ARCHITECTURES["densenet121"], packed)
        self.assertIn("from the shipped weights of densenet121 1.2.0 (int8;", note)


if __name__ == "__main__":
    unittest.main()
