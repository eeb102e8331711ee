"""InceptionV3 as loaded from npm nsfwjs against what TensorFlow.js computes with that package."""

from __future__ import annotations

import json
import unittest
from pathlib import Path

import numpy as np
import torch

from training.data.film import normalise
from training.encoders.inception import Inception
from training.encoders.nsfwjs import ARCHIVE, CACHE, load_nsfwjs, read_literal
from training.packs.golden import generated_pixels

EXPECTED = Path(__file__).with_name("nsfwjs-activations.json")
SIDE = 299
TOLERANCE = 1e-3


class LiteralTest(unittest.TestCase):
    """JavaScript's short forms."""

    def test_becomes_json(self) -> None:
        script = 'n.exports={a:[null,-.5,1.25],b_1:!0,"c":!1,d:"x:.5, !1"}},{}]'
        expected = {"a": [None, -0.5, 1.25], "b_1": True, "c": False, "d": "x:.5, !1"}
        self.assertEqual(read_literal(script), expected)


@unittest.skipUnless((CACHE / ARCHIVE).exists(), "the archive of nsfwjs was not fetched")
class LoadedTest(unittest.TestCase):
    """nsfwjs-activations.json is written by nsfwjs-activations.mjs."""

    def test_gives_the_activations_of_tensorflow_js(self) -> None:
        taps = json.loads(EXPECTED.read_text(encoding="utf-8"))
        model = Inception("mixed8")
        load_nsfwjs(model)
        model.eval()
        x = torch.from_numpy(normalise(generated_pixels(SIDE, SIDE)))[None, None]
        compared = 0
        with torch.inference_mode():
            for name, part in model.parts():
                x = part(x)
                if name not in taps:
                    continue
                found = x.permute(0, 2, 3, 1).contiguous().numpy()
                tap = taps[name]
                self.assertEqual(list(found.shape), tap["shape"], name)
                error = np.abs(found.ravel()[:: tap["stride"]] - np.array(tap["values"])).max()
                self.assertLess(float(error), TOLERANCE, name)
                compared += 1
        self.assertEqual(compared, 9)


if __name__ == "__main__":
    unittest.main()
