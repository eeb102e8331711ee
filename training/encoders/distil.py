"""Distillation: a student learns from films' labels and from what a stronger encoder makes of them.

Soft labels after Hinton et al. 2015, "Distilling the Knowledge in a Neural Network": the teacher's
calibrated probabilities for the findings, its classes for view and orientation. Features after
Romero et al. 2015, "FitNets": the student's map, through a 1x1 projection that is dropped
afterwards, is to be the teacher's.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..distributed import ALONE, World
from ..findings import FINDINGS
from ..packs.pack import pack_name, read_manifest
from .batches import Batch
from .load import load_checkpoint, load_pack
from .network import EncoderOutput, FilmEncoder


@dataclass(frozen=True)
class DistilOptions:
    """Weights of the two losses beside that of the labels.

    feature_grid: cells a side, at most, to which maps are averaged before they are compared; 1: what
    the films hold counts, not where. None: the smaller map's own. Raises ValueError for less than 1.
    """

    label_weight: float = 1.0
    feature_weight: float = 0.5
    feature_grid: int | None = None

    def __post_init__(self) -> None:
        if self.feature_grid is not None and self.feature_grid < 1:
            raise ValueError(f"maps are compared at 1 cell a side or more, not {self.feature_grid}")


@dataclass(frozen=True)
class Teacher:
    """A trained encoder and how its finding logits are read: sigmoid(logit / temperature + bias).

    `side`: of the films it is shown, in pixels; None: as the student's are.
    """

    model: FilmEncoder
    temperature: Tensor
    bias: Tensor
    side: int | None = None

    @staticmethod
    def of(model: FilmEncoder, rows: list[dict[str, Any]], side: int | None = None) -> Teacher:
        """A teacher with a calibration's rows; without rows its logits are taken as they are."""
        temperature = [row["temperature"] for row in rows] or [1.0] * len(FINDINGS)
        bias = [row["bias"] for row in rows] or [0.0] * len(FINDINGS)
        model.requires_grad_(False)
        return Teacher(model.eval(), torch.tensor(temperature), torch.tensor(bias), side)

    def to(self, device: torch.device) -> Teacher:
        """The same on a device."""
        self.model.to(device)
        temperature, bias = self.temperature.to(device), self.bias.to(device)
        return Teacher(self.model, temperature, bias, self.side)

    def calibrated(self, logits: Tensor) -> Tensor:
        """Finding logits [n, 17] of the model as they are read."""
        return logits.float() / self.temperature + self.bias

    @torch.no_grad()
    def look(self, films: Tensor) -> EncoderOutput:
        """What it makes of films [n, 1, s, s], its finding logits calibrated."""
        if self.side is not None and films.shape[-1] != self.side:
            shape = (self.side, self.side)
            films = functional.interpolate(films, shape, mode="bilinear", antialias=True)
        seen = self.model(films.contiguous(memory_format=torch.channels_last))
        seen.findings = self.calibrated(seen.findings)
        return seen


def teacher_name(path: Path) -> str:
    """`id version` of a pack's folder, or the network of a checkpoint and its epochs."""
    if path.is_dir():
        return pack_name(read_manifest(path))
    saved = torch.load(path, map_location="cpu", weights_only=True)
    return f"{saved.get('architecture')} after {saved['epoch']} epochs"


def load_teacher(path: Path, side: int | None = None) -> Teacher:
    """A checkpoint, with the `calibration.json` beside it where there is one, or a pack's folder."""
    if path.is_dir():
        model, manifest = load_pack(path)
        return Teacher.of(model, manifest["calibration"]["findings"], side)
    calibration = path.with_name("calibration.json")
    rows = json.loads(calibration.read_text(encoding="utf-8")) if calibration.exists() else []
    return Teacher.of(load_checkpoint(path), rows, side)


def common_grid(first: Tensor, second: Tensor, most: int | None = None) -> tuple[Tensor, Tensor]:
    """Two maps [n, C, h, w] averaged to the smaller of their sides, and to `most` at most."""
    sides = tuple(
        min(a, b, a if most is None else most)
        for a, b in zip(first.shape[2:], second.shape[2:], strict=True)
    )
    return functional.adaptive_avg_pool2d(first, sides), functional.adaptive_avg_pool2d(
        second, sides
    )


class Distillation(nn.Module):
    """The loss beside the labels'; its one trained part is the projection."""

    def __init__(self, teacher: Teacher, student_channels: int, options: DistilOptions):
        super().__init__()
        self.options = options
        self.projection = nn.Conv2d(student_channels, teacher.model.channels, 1)
        # Held in a list, so that it is no part of what is trained, averaged and saved.
        self._teacher = [teacher]

    def to(self, *args: Any, **kwargs: Any) -> Distillation:
        """The projection and the teacher on a device."""
        super().to(*args, **kwargs)
        self._teacher = [self._teacher[0].to(next(self.parameters()).device)]
        return self

    def forward(
        self, output: EncoderOutput, films: Tensor, upright: Tensor, world: World = ALONE
    ) -> Tensor:
        """The weighted loss of a batch.

        films: what the student saw, mixed films too; upright [n]: 1 for films whose findings
        count, 0 for turned films and other pictures, of which the teacher knows no findings.
        """
        told = self._teacher[0].look(films)
        findings = functional.binary_cross_entropy_with_logits(
            output.findings.float(), torch.sigmoid(told.findings), reduction="none"
        ).mean(dim=1)
        count = world.total(upright.sum()).clamp(min=1)
        soft = world.size * (findings * upright).sum() / count
        for mine, theirs in (
            (output.view, told.view),
            (output.orientation, told.orientation),
        ):
            soft = soft + functional.kl_div(
                functional.log_softmax(mine.float(), dim=1),
                functional.log_softmax(theirs.float(), dim=1),
                reduction="batchmean",
                log_target=True,
            )
        return self.options.label_weight * soft + self.options.feature_weight * self.features(
            output.features.float(), told.features.float()
        )

    def features(self, mine: Tensor, theirs: Tensor) -> Tensor:
        """Mean squared error of the projected map, as a share of the teacher's mean square."""
        projected, wanted = common_grid(self.projection(mine), theirs, self.options.feature_grid)
        return functional.mse_loss(projected, wanted) / wanted.square().mean().clamp(min=1e-6)


def upright_films(batch: Batch, mixed: bool) -> Tensor:
    """[n]: 1 where the findings of a film, and of the one mixed into it, are known to count."""
    counts = (batch.weights.sum(dim=1) > 0).float()
    return counts * counts.flip(0) if mixed else counts


def add_teacher_options(parser: argparse.ArgumentParser) -> None:
    """`--teacher` and the weights of its losses."""
    parser.add_argument("--teacher", type=Path, help="checkpoint or pack folder to distil from")
    parser.add_argument(
        "--teacher-side", type=int, help="film side it is shown; else the student's"
    )
    parser.add_argument("--label-weight", type=float, default=DistilOptions.label_weight)
    parser.add_argument("--feature-weight", type=float, default=DistilOptions.feature_weight)
    parser.add_argument(
        "--feature-grid",
        type=int,
        help="cells a side at which the maps are compared; 1: their means alone; default: the smaller "
        "map's own",
    )


def distillation_of(options: argparse.Namespace, student: FilmEncoder) -> Distillation | None:
    """What the options ask for; None without a teacher."""
    if options.teacher is None:
        return None
    weights = DistilOptions(options.label_weight, options.feature_weight, options.feature_grid)
    return Distillation(
        load_teacher(options.teacher, options.teacher_side), student.channels, weights
    )
