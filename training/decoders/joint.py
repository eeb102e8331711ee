"""`python -m training train-jointly`: the last parts of an encoder and a decoder on it, together.

Both start from finished runs. The first parts of the encoder stay as they are; what they make of
each film is kept on disk, so that a step costs little more than one of the decoder's own. The
encoder's heads are held to what they said before: findings, view and orientation are other people's.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.data.cache import cached_films
from training.data.sources import read_all
from training.decoders.batches import Batch, views_of
from training.decoders.checkpoint import Averaged
from training.decoders.films import FilmFeatures
from training.decoders.material import Material
from training.decoders.objective import DecoderLoss
from training.decoders.options import parser_of
from training.decoders.train import Training, material_of, run
from training.encoders.inference import film_batch
from training.encoders.load import load_checkpoint
from training.encoders.network import FilmEncoder
from training.paths import RUNS

CHUNK = 64


class KeptFilms(FilmFeatures):
    """What the first parts of an encoder make of films, in the place of their maps: [n, 1, C * h * w]."""

    def __init__(self, maps: np.ndarray, said: FilmFeatures) -> None:
        self.maps = maps.reshape(len(maps), 1, -1)
        self.logits, self.row = said.logits, said.row


class SeenFilms(FilmFeatures):
    """The named films as encoder parts that are being trained see them."""

    @torch.no_grad()
    def __init__(self, kept: KeptFilms, parts: LastParts, films: Sequence[str]) -> None:
        self.row = {film: row for row, film in enumerate(films)}
        maps, logits = [], []
        for start in range(0, len(films), CHUNK):
            seen, means = parts(kept.map_of(films[start : start + CHUNK]))
            maps.append(seen.numpy())
            logits.append(parts.findings(means).numpy())
        self.maps, self.logits = np.concatenate(maps), np.concatenate(logits)


class LastParts(nn.Module):
    """The parts of an encoder from `first` on, and its heads; batch norms keep their statistics.

    shape: (C, h, w) of what the parts before give.
    """

    def __init__(self, encoder: FilmEncoder, first: int, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.parts = nn.ModuleList(part for _, part in encoder.parts()[first:])
        self.findings, self.view = encoder.findings, encoder.view
        self.orientation = encoder.orientation
        self.shape = shape
        self.eval()

    def train(self, mode: bool = True) -> LastParts:
        """Stays in evaluation mode: the films of reports are too few for statistics of their own."""
        return super().train(False)

    def forward(self, kept: Tensor) -> tuple[Tensor, Tensor]:
        """Kept films [B, 1, C * h * w] -> maps [B, cells, C], 0 for a film of zeros; their means."""
        x = kept.view(-1, *self.shape).contiguous(memory_format=torch.channels_last)
        for part in self.parts:
            x = part(x)
        hidden = (kept.abs().amax(dim=2) == 0).unsqueeze(2)
        return x.permute(0, 2, 3, 1).flatten(1, 2).masked_fill(hidden, 0), x.mean(dim=(2, 3))

    def said(self, means: Tensor) -> Tensor:
        """The logits of all heads [B, 17 + 3 + 5]."""
        return torch.cat([self.findings(means), self.view(means), self.orientation(means)], 1)


class JointLoss(nn.Module):
    """The decoder's loss on maps that the last parts make, and `hold` times how far their heads
    have moved from what `before` says of the same films (mean squared difference of logits)."""

    def __init__(self, decoder: DecoderLoss, last: LastParts, hold: float) -> None:
        super().__init__()
        self.decoder, self.last, self.hold = decoder, last, hold
        self.before = copy.deepcopy(last).requires_grad_(False)

    def forward(self, batch: Batch, *critical: Any) -> Tensor:
        frontal, moved = self._see(batch.frontal)
        lateral = None
        if batch.lateral is not None:
            lateral, more = self._see(batch.lateral)
            moved = moved + more
        seen = replace(batch, frontal=frontal, lateral=lateral)
        return self.decoder(seen, *critical) + self.hold * moved

    def _see(self, kept: Tensor) -> tuple[Tensor, Tensor]:
        maps, means = self.last(kept)
        with torch.no_grad():
            said = self.before.said(self.before(kept)[1])
        return maps, F.mse_loss(self.last.said(means), said)


class JointTraining(Training):
    """Training of a decoder that takes the last parts of its encoder along."""

    def __init__(
        self, args: argparse.Namespace, material: Material, encoder: FilmEncoder, maps: np.ndarray
    ) -> None:
        super().__init__(args, material)
        shown = (film for example in material.val for film in views_of(example))
        self.val_names = sorted({film for film in shown if film is not None})
        self.encoder = encoder
        self.last = LastParts(encoder.requires_grad_(False), args.first, maps.shape[1:])
        self.last.requires_grad_(True)
        self.last_average = Averaged(self.last, args.decay)
        self.kept = KeptFilms(maps, material.films)
        self.batcher.films = self.kept
        share = args.encoder_rate / args.rate
        self.optimiser.add_param_group({"params": [*self.last.parameters()], "share": share})
        self.objective = JointLoss(DecoderLoss(self.model, args.smoothing), self.last, args.hold)

    def update_averages(self) -> None:
        super().update_averages()
        self.last_average.update(self.last)

    def averaged(self) -> tuple[FilmEncoder, LastParts]:
        """The encoder with the averaged weights, and its last parts."""
        encoder = copy.deepcopy(self.encoder)
        last = LastParts(encoder, self.args.first, self.last.shape)
        last.load_state_dict(self.last_average.state)
        return encoder, last

    def val_films(self) -> FilmFeatures:
        return SeenFilms(self.kept, self.averaged()[1], self.val_names)

    def keep(self, name: str, figures: dict[str, float]) -> None:
        """The decoder as `name`.pt, the encoder as encoder-`name`.pt, for `export-encoder`."""
        super().keep(name, figures)
        before = torch.load(self.args.encoder, map_location="cpu", weights_only=True)
        with_reports = {"model": self.averaged()[0].state_dict(), "reports": self.epoch}
        torch.save(before | with_reports, self.args.out / f"encoder-{name}.pt")

    def state(self) -> dict[str, Any]:
        last = {"last": self.last.state_dict(), "last_average": self.last_average.state}
        return super().state() | last

    def take_up(self, state: dict[str, Any]) -> None:
        super().take_up(state)
        self.last.load_state_dict(state["last"])
        self.last_average.state = state["last_average"]
        self.last_average.steps = self.average.steps


def kept_maps(
    encoder: FilmEncoder, first: int, side: int, pixels: np.ndarray, rows: Sequence[int], path: Path
) -> np.ndarray:
    """float16 [n, C, h, w]: what the parts before `first` make of the films, kept at `path`."""
    parts = [part for _, part in encoder.parts()[:first]]

    def see(films: Sequence[int]) -> Tensor:
        x = film_batch((pixels[row] for row in films), side)
        for part in parts:
            x = part(x)
        return x

    digest = hashlib.sha256(f"{first} {side} {len(rows)}".encode())
    for part in parts:
        for value in part.state_dict().values():
            digest.update(value.contiguous().numpy().tobytes())
    mark = path.with_suffix(".sha256")
    if not (path.exists() and mark.exists() and mark.read_text() == digest.hexdigest()):
        with torch.inference_mode():
            shape = (len(rows), *see(rows[:1]).shape[1:])
            maps = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=shape)
            for start in range(0, len(rows), CHUNK):
                chunk = see(rows[start : start + CHUNK])
                maps[start : start + len(chunk)] = chunk.numpy()
        maps.flush()
        mark.write_text(digest.hexdigest())
    return np.load(path, mmap_mode="r")


def options(argv: list[str]) -> argparse.Namespace:
    """Those of `train-decoder`, with defaults for a short run, and the encoder's."""
    parser = parser_of("train-jointly", __doc__)
    add = parser.add_argument
    add("--encoder", type=Path, required=True, help="checkpoint that the features were made with")
    add("--first", type=int, default=12, help="part of the encoder from which on it is trained")
    add("--encoder-rate", type=float, default=3e-5)
    add("--hold", type=float, default=1.0, help="loss weight of what the heads said before")
    add("--cache", type=Path, default=RUNS / "cache")
    parser.set_defaults(
        epochs=2, rate=1e-4, batch=32, decay=0.99, threshold=0.1, guide=0.6, every=1
    )
    args = parser.parse_args(argv)
    if args.start is None:
        parser.error("--start: a trained decoder to go on from")
    return args


def main(argv: list[str]) -> int:
    """Trains; writes best.pt and final.pt with encoder-best.pt and encoder-final.pt under --out."""
    args = options(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(1)
    encoder = load_checkpoint(args.encoder)
    side = int(torch.load(args.encoder, map_location="cpu", weights_only=True)["side"])
    films = read_all(args.data)
    rows = [index for index, film in enumerate(films) if film.source == "iu"]
    material = material_of(args)
    if list(material.films.row) != [films[row].path.name for row in rows]:
        raise SystemExit(f"{args.features} holds other films than {args.data}")
    pixels = cached_films(films, args.cache)
    maps = kept_maps(encoder, args.first, side, pixels, rows, args.out / "kept.npy")
    training = JointTraining(args, material, encoder, maps)
    if args.resume:
        training.resume()
    run(training, args)
    return 0
