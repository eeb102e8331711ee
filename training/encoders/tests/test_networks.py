"""The encoders' common frame: folding, quantising, freezing, a step of training."""

from __future__ import annotations

import unittest

import torch

from training.encoders.architectures import ARCHITECTURES, built
from training.encoders.network import FilmEncoder
from training.encoders.quantised import dequantised, shipped_weights
from training.encoders.weights import folded_weights, set_weights
from training.findings import FINDINGS
from training.packs.weights import pack_weights
from training.tiny import TINY, generate

MAPS = {
    "effnet-lite0": (7, 1280),
    "densenet121": (7, 1024),
    "inception-v3": (8, 1280),
    "inception-v3-mixed7": (8, 768),
}
BUDGET = {"densenet121": 9e6}
"""Bytes of weights.bin; 14 MB for the others."""


def made(name: str, seed: int = 3) -> tuple[FilmEncoder, torch.Tensor]:
    """A thin network with generated weights, and two films for it."""
    side, build = TINY[name]
    model = build().eval()
    generate(model, seed)
    films = torch.randn(2, 1, side, side, generator=torch.Generator().manual_seed(seed))
    return model, films


class ThinNetworks(unittest.TestCase):
    """Each of them in turn."""

    def test_folded_weights_give_what_the_norms_gave(self) -> None:
        for name, (_, build) in TINY.items():
            with self.subTest(name), torch.inference_mode():
                model, films = made(name)
                fresh = build().eval()
                set_weights(
                    fresh, {key: weight.values for key, weight in folded_weights(model).items()}
                )
                torch.testing.assert_close(
                    fresh(films).findings, model(films).findings, atol=1e-4, rtol=1e-4
                )

    def test_corrected_biases_bring_the_quantised_mean_back(self) -> None:
        """The mean of the last convolution, whose input and kernel are quantised."""
        for name, (_, build) in TINY.items():
            with self.subTest(name), torch.inference_mode():
                model, films = made(name)
                plain = dequantised(folded_weights(model), build())
                corrected = dequantised(shipped_weights(model, build(), films), build())
                wanted = model.feature_map(films).mean(dim=(0, 2, 3))
                errors = [
                    (network.feature_map(films).mean(dim=(0, 2, 3)) - wanted).square().mean().item()
                    for network in (plain, corrected)
                ]
                self.assertLess(errors[1], errors[0])

    def test_a_step_moves_every_part_that_is_not_frozen(self) -> None:
        for name in TINY:
            with self.subTest(name):
                model, films = made(name)
                model.train()
                model.freeze(2)
                output = model(films)
                (output.findings.sum() + output.view.sum() + output.orientation.sum()).backward()
                for index, (part, module) in enumerate(model.parts()):
                    moved = [p.grad is not None for p in module.parameters()]
                    self.assertTrue(all(flag == (index > 2) for flag in moved), part)
                    self.assertEqual(module.training, index > 2, part)

    def test_every_parameter_is_of_the_body_or_of_a_head(self) -> None:
        for name in TINY:
            model, _ = made(name)
            parts = model.body_parameters() + model.head_parameters()
            self.assertEqual(len(parts), len({id(p) for p in parts}))
            self.assertEqual({id(p) for p in parts}, {id(p) for p in model.parameters()})


class FullNetworks(unittest.TestCase):
    """The widths of the papers."""

    def test_have_their_maps_and_fit_their_budgets(self) -> None:
        for name, architecture in ARCHITECTURES.items():
            with self.subTest(name):
                model = architecture.build().eval()
                self.assertEqual((model.map_side(architecture.side), model.channels), MAPS[name])
                blob, _ = pack_weights(folded_weights(model))
                self.assertLess(len(blob), BUDGET.get(name, 14e6))

    def test_are_built_again_from_their_manifests(self) -> None:
        for architecture in ARCHITECTURES.values():
            model = architecture.build()
            again = built({"architecture": {"kind": model.kind, **model.settings()}})
            self.assertEqual(type(again), type(model))
            self.assertEqual(again.settings(), model.settings())
            self.assertEqual(again.findings.out_features, len(FINDINGS))


if __name__ == "__main__":
    unittest.main()
