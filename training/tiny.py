"""Thin networks with every layer of the real ones: for the smoke test and for parity fixtures.

`python -m training parity-fixtures` writes them with generated weights, and what PyTorch gives with
them, under tests/fixtures/networks. The TypeScript engine has to give the same.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from .decoders.attention_decoder import AttentionDecoder, Sizes
from .decoders.export import head_of
from .decoders.golden import golden_cases
from .decoders.pack import REST, dequantised, vocabulary_file
from .decoders.weights import pack_weights
from .encoders.calibrate import FindingCalibration
from .encoders.densenet import TINY_DENSENET, DenseNet
from .encoders.efficientnet_lite import LITE0_STAGES, EfficientNetLite, Stage
from .encoders.export import golden_taps, manifest_head
from .encoders.gate import Gate
from .encoders.inception import Inception, MapPool
from .encoders.network import FilmEncoder
from .encoders.quantised import dequantised as dequantised_encoder
from .encoders.weights import folded_weights
from .findings import FINDINGS
from .packs.golden import write_golden
from .packs.pack import update_index, write_pack
from .paths import REPOSITORY
from .text.vocabulary import Vocabulary

VERSION = "0.0.1"
THIN = 32
WORDS = (
    "<pad>",
    "<bos>",
    "<eos>",
    "<unk>",
    ".",
    ",",
    "heart",
    "lungs",
    "no",
    "normal",
    "is",
    "the",
)
BEAM = 3
IMPRESSION = 12

TINY_STAGES = tuple(
    Stage(s.repeat, s.kernel, s.stride, min(s.expand, 2), max(4, s.channels // 20))
    for s in LITE0_STAGES
)

TINY: dict[str, tuple[int, Callable[[], FilmEncoder]]] = {
    "efficientnet-lite0": (64, lambda: EfficientNetLite(TINY_STAGES, 4, 16)),
    "densenet121": (64, lambda: DenseNet(TINY_DENSENET)),
    "inception-v3": (107, lambda: Inception("mixed8", thin=THIN)),
    "inception-v3-mixed7": (139, lambda: Inception("mixed7", MapPool(), thin=THIN)),
}
"""Name -> film side and network."""


def identity(pack_id: str) -> dict[str, Any]:
    """The start of a manifest of such a pack."""
    return {
        "id": pack_id,
        "version": VERSION,
        "title": pack_id,
        "description": "thin, of use for tests alone",
        "licence": "Apache 2.0",
        "sources": [],
    }


CARD = "# Test\n\nA thin network. Of no use but to test the engine.\n"
GATE = Gate(other=0.99, orientation=0.9, view=0.9)
CALIBRATION = [FindingCalibration(name, 1.25, -0.25, 0.4, True) for name in FINDINGS]


@torch.no_grad()
def generate(model: nn.Module, seed: int) -> None:
    """Weights that keep the size of the signal, and batch norms that do something."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(target: torch.Tensor, low: float, high: float) -> None:
        target.copy_(low + (high - low) * torch.rand(target.shape, generator=generator))

    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            uniform(module.weight, 0.7, 1.3)
            uniform(module.bias, -0.3, 0.5)
            uniform(module.running_mean, -0.3, 0.3)
            uniform(module.running_var, 0.5, 1.5)
        elif isinstance(module, (nn.Conv2d, nn.Linear)):
            fan = module.weight[0].numel()
            uniform(module.weight, -((6 / fan) ** 0.5), (6 / fan) ** 0.5)
            if module.bias is not None:
                uniform(module.bias, -0.2, 0.2)


def write_encoder(
    root: Path,
    pack_id: str,
    model: FilmEncoder,
    fresh: FilmEncoder,
    side: int,
    weights: dict[str, Any] | None = None,
    calibration: list[FindingCalibration] = CALIBRATION,
) -> dict[str, Any]:
    """Writes pack, index entry and golden; returns the manifest's head."""
    weights = weights or folded_weights(model)
    packed = dequantised_encoder(weights, fresh)
    head = manifest_head(identity(pack_id), packed, side, calibration, GATE, {})
    write_pack(root, head, weights, CARD)
    update_index(root, head)
    golden = {"input": {"side": side}, "taps": golden_taps(packed, calibration, side)}
    write_golden(root, head, golden)
    return head


def write_decoder(
    root: Path, pack_id: str, encoder: dict[str, Any], cell: str, films: int, impression: int = 0
) -> None:
    """Writes a decoder with generated weights for an encoder, given by its manifest's head.

    impression: tokens of the longest that it writes; 0 for a decoder that writes none.
    """
    seen = encoder["architecture"]
    vocabulary = Vocabulary(WORDS, {})
    torch.manual_seed(len(pack_id))
    sizes = Sizes(len(WORDS), seen["channels"], 12, 10, 8, 6, cell, films, impression)
    model = AttentionDecoder(sizes).eval()
    with torch.no_grad():
        # Words that differ from one another, sentences that end, reports that end.
        model.embedding.weight.mul_(20)
        model.output.weight.mul_(4)
        model.output.bias[[2, 4]] += 2
    head = head_of(model, vocabulary, (pack_id, VERSION), encoder, BEAM, {})
    head |= {"licence": "Apache 2.0", "sources": []}
    extra = {"vocab.json": vocabulary_file(vocabulary)}
    write_pack(root, head, pack_weights(model), CARD, extra, REST)
    update_index(root, head)
    cells = seen["mapHeight"] * seen["mapWidth"]
    cases = golden_cases(dequantised(model), vocabulary, BEAM, cells)
    write_golden(root, head, {"cases": cases})


FIXTURES = ("densenet121", "inception-v3", "inception-v3-mixed7")
"""Those that no shipped pack covers."""


def write_all(root: Path) -> list[str]:
    """The encoders of FIXTURES and two decoders; returns their ids."""
    heads = {}
    for seed, name in enumerate(FIXTURES, start=1):
        side, build = TINY[name]
        model = build().eval()
        generate(model, seed)
        heads[name] = write_encoder(root, f"tiny-{name}", model, build(), side)
    write_decoder(root, "tiny-single-gru", heads["inception-v3"], "gru", 1, IMPRESSION)
    write_decoder(root, "tiny-pair-lstm", heads["densenet121"], "lstm", 2, IMPRESSION)
    return [*(head["id"] for head in heads.values()), "tiny-single-gru", "tiny-pair-lstm"]


def main(argv: list[str]) -> int:
    """Write the parity fixtures; prints their ids."""
    parser = argparse.ArgumentParser(prog="parity-fixtures", description=main.__doc__)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "tests" / "fixtures" / "networks")
    options = parser.parse_args(argv)
    torch.set_num_threads(1)
    print(json.dumps({"packs": write_all(options.out), "out": str(options.out)}))
    return 0
