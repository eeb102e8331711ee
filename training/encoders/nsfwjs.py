"""InceptionV3 weights from npm `nsfwjs` 4.4.0 (MIT): a Keras model as JavaScript files.

`npm pack` fetches the package at training time into a folder that git ignores. Its films are
x / 255 in three colours; its weights are uint8 (value = q * scale + min).
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.film import MEAN, STD
from ..paths import RUNS
from .inception import Inception

PACKAGE = "nsfwjs@4.4.0"
ARCHIVE = "nsfwjs-4.4.0.tgz"
FOLDER = "package/dist/models/inception_v3"
CACHE = RUNS / "nsfwjs"

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|!0|!1|(?<![\w"])-?\.\d|[A-Za-z_$][\w$]*(?=:)')
BASE64 = re.compile(r'exports="([A-Za-z0-9+/=]+)"')


def archive(cache: Path = CACHE) -> Path:
    """The package's archive, fetched with npm where it is not there yet.

    Raises CalledProcessError when npm cannot fetch it.
    """
    path = cache / ARCHIVE
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", PACKAGE, "--pack-destination", str(cache)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


def read_literal(script: str) -> dict[str, Any]:
    """The object that a minified module exports: JavaScript's short forms made JSON."""

    def spelt(match: re.Match[str]) -> str:
        found = match.group(0)
        if found in ("!0", "!1"):
            return "true" if found == "!0" else "false"
        if found.startswith('"'):
            return found
        return found.replace(".", "0.", 1) if found[0] in "-." else f'"{found}"'

    start = script.index("exports={") + len("exports=")
    return json.JSONDecoder().raw_decode(TOKEN.sub(spelt, script[start:]))[0]


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """float32 arrays by Keras name (`conv2d_1/kernel`, kernels HWIO). Raises ValueError when the
    files end before the weights do."""
    with tarfile.open(path) as package:

        def text(name: str) -> str:
            member = package.extractfile(f"{FOLDER}/{name}.min.js")
            if member is None:
                raise ValueError(f"{path}: no file {FOLDER}/{name}.min.js")
            return member.read().decode("ascii")

        groups = read_literal(text("model"))["weightsManifest"]
        weights: dict[str, np.ndarray] = {}
        for group in groups:
            blob = b"".join(_shard(text(name)) for name in group["paths"])
            weights |= _cut(blob, group["weights"])
    return weights


def _shard(script: str) -> bytes:
    found = BASE64.search(script)
    if found is None:
        raise ValueError("a shard of the package holds no base64 text")
    return base64.b64decode(found.group(1))


def _cut(blob: bytes, table: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    weights, offset = {}, 0
    for entry in table:
        size = int(np.prod(entry["shape"], dtype=np.int64))
        stored = entry.get("quantization")
        dtype = np.dtype(stored["dtype"] if stored else entry["dtype"]).newbyteorder("<")
        if offset + size * dtype.itemsize > len(blob):
            raise ValueError(f"{entry['name']}: beyond the end of the shards")
        values = np.frombuffer(blob, dtype, size, offset).astype(np.float32)
        if stored:
            values = values * np.float32(stored["scale"]) + np.float32(stored["min"])
        weights[entry["name"]] = values.reshape(entry["shape"])
        offset += size * dtype.itemsize
    return weights


@torch.no_grad()
def load_nsfwjs(model: Inception, path: Path | None = None) -> None:
    """Load the package's weights, the first kernel summed to one grey channel.

    For a grey picture the network gives what it gave for three equal colours: our input u means
    x / 255 = STD u + MEAN, so the first kernel is scaled by STD and its constant part moves into
    the running mean; no border is padded there. Raises KeyError or ValueError when the package does
    not fit.
    """
    source = read_weights(path or archive())
    for index, (name, layer) in enumerate(model.convolutions(), start=1):
        norm = f"batch_normalization_{index}"
        kernel = torch.from_numpy(source[f"conv2d_{index}/kernel"]).permute(3, 2, 0, 1)
        mean = torch.from_numpy(source[f"{norm}/moving_mean"])
        if index == 1:
            kernel = kernel.sum(dim=1, keepdim=True)
            mean = mean - MEAN * kernel.sum(dim=(1, 2, 3))
            kernel = kernel * STD
        if kernel.shape != layer.conv.weight.shape:
            shapes = f"{tuple(kernel.shape)} for {tuple(layer.conv.weight.shape)}"
            raise ValueError(f"conv2d_{index} does not fit {name}: {shapes}")
        layer.conv.weight.copy_(kernel)
        layer.norm.running_mean.copy_(mean)
        layer.norm.running_var.copy_(torch.from_numpy(source[f"{norm}/moving_variance"]))
        layer.norm.bias.copy_(torch.from_numpy(source[f"{norm}/beta"]))
        layer.norm.weight.fill_(1.0)
