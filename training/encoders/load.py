"""Opening a trained encoder: a checkpoint of `train-encoder` or an exported pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ..packs.pack import pack_name, read_pack
from .architectures import ARCHITECTURES, DEFAULT, Architecture, built
from .network import FilmEncoder
from .weights import set_weights


def latest_checkpoint(folder: Path) -> Path:
    """`epochN.pt` of the highest N. Raises FileNotFoundError when there is none."""
    found = sorted(folder.glob("epoch*.pt"), key=lambda path: int(path.stem[len("epoch") :]))
    if not found:
        raise FileNotFoundError(f"no epoch*.pt in {folder}; run train-encoder first")
    return found[-1]


def load_checkpoint(path: Path, architecture: Architecture | None = None) -> FilmEncoder:
    """The averaged weights of a checkpoint, in evaluation mode.

    Raises ValueError when they are those of another network than `architecture`.
    """
    return _read_checkpoint(path, architecture)[0]


def _read_checkpoint(
    path: Path, architecture: Architecture | None
) -> tuple[FilmEncoder, dict[str, Any]]:
    """The network of a checkpoint, and all that it holds."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    name = saved.get("architecture", DEFAULT)
    if architecture is not None and architecture.name != name:
        raise ValueError(f"{path} holds {name}, not {architecture.name}; say --model {name}")
    model = ARCHITECTURES[name].build()
    model.load_state_dict(saved["model"])
    return model.eval().to(memory_format=torch.channels_last), saved


def epochs_of(checkpoint: dict[str, Any]) -> tuple[int, ...]:
    """Epochs of every run that led to a checkpoint (as `torch.load` gives it), its own run's last."""
    return (*checkpoint.get("earlier", ()), checkpoint["epoch"])


def joined(earlier: Sequence[str], later: Sequence[str]) -> tuple[str, ...]:
    """Encoders whose opinions a run before and a later one learnt from, each once."""
    return tuple(dict.fromkeys((*earlier, *later)))


@dataclass(frozen=True)
class Start:
    """Trained weights that a run goes on from.

    earlier: epochs of the runs before it. pack: what the first of these began with, where it was one.
    teacher: of the last of these; opinions: the encoders whose pooled opinions they learnt from.
    folded: its norms hold no statistics (norms.py).
    """

    model: FilmEncoder
    earlier: tuple[int, ...]
    pack: str | None
    teacher: str | None
    opinions: tuple[str, ...]
    folded: bool


def load_start(path: Path, architecture: Architecture) -> Start:
    """A checkpoint, or the dequantised weights of a pack's folder.

    Raises ValueError when they are those of another network than `architecture`.
    """
    if not path.is_dir():
        model, saved = _read_checkpoint(path, architecture)
        return Start(
            model,
            epochs_of(saved),
            pack=saved.get("pack"),
            teacher=saved.get("teacher"),
            opinions=tuple(saved.get("opinions", ())),
            folded=False,
        )
    model, manifest = load_pack(path)
    if manifest["id"] != architecture.name:
        raise ValueError(f"{path} holds {manifest['id']}, not {architecture.name}")
    return Start(model, (), pack_name(manifest), teacher=None, opinions=(), folded=True)


def load_latest(architecture: Architecture, checkpoint: Path | None = None) -> FilmEncoder:
    """The network of `checkpoint`, or of the latest one in the architecture's folder."""
    return load_checkpoint(checkpoint or latest_checkpoint(architecture.runs), architecture)


def load_pack(folder: Path) -> tuple[FilmEncoder, dict[str, Any]]:
    """The network with the pack's dequantised weights, and its manifest."""
    manifest, values = read_pack(folder)
    model = built(manifest)
    set_weights(model, values)
    return model.eval().to(memory_format=torch.channels_last), manifest
