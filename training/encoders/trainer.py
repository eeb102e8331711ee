"""The state of an encoder's training: model, average, optimiser; one step, saving and resuming."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..averages import move_towards
from ..distributed import ALONE, World, with_global_batch_norm
from .batches import Batch
from .distil import Distillation, upright_films
from .load import joined
from .network import FilmEncoder
from .objective import TrainOptions, losses
from .precision import mixed_precision

BEGAN_WITH = ("teacher", "opinions", "earlier", "pack")
"""Those of TrainOptions that tell how a network came to be."""


def rate_factor(step: int, warmup: int, done: float) -> float:
    """Linear warm-up over `warmup` steps, then cosine down to 1 %.

    `done` is the share of the plan that is done, counted in epochs: it stays right when a run is
    resumed with another plan or with epochs of another length.
    """
    cosine = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(max(done, 0.0), 1.0)))
    return min((step + 1) / warmup, cosine)


class Trainer:
    """Model, its average, optimiser and position; saved after each epoch and resumed from there."""

    def __init__(
        self,
        model: FilmEncoder,
        options: TrainOptions,
        folder: Path,
        world: World = ALONE,
        distillation: Distillation | None = None,
    ):
        self.world = world
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.options = options
        self.folder = folder
        self.model = model.to(self.device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.model).eval()
        groups = [
            {"params": model.head_parameters(), "peak": options.head_rate},
            {"params": model.body_parameters(), "peak": options.body_rate},
        ]
        self.distillation = distillation.to(self.device) if distillation else None
        if self.distillation:
            groups.append({"params": [*self.distillation.parameters()], "peak": options.head_rate})
        self.taught = world.parallel(self.distillation) if self.distillation else None
        self.optimiser = torch.optim.AdamW(groups, weight_decay=options.weight_decay)
        if world.size > 1:
            with_global_batch_norm(self.model)
        self.parallel: tuple[int, torch.nn.Module] | None = None
        self.random = np.random.default_rng(options.seed)
        self.step = 0
        self.epoch = 0
        self.frozen = 0

    def resume(self) -> None:
        """Take up the state of `last.pt` when there is one."""
        path = self.folder / "last.pt"
        if path.exists():
            state = torch.load(path, map_location=self.device, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            if self.distillation:
                self.distillation.load_state_dict(state["distillation"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step, self.epoch = state["step"], state["epoch"]
            # A run may be taken up without the options that it was begun with.
            said = self._began_with()
            began = {name: value or state.get(name, value) for name, value in said.items()}
            began["opinions"] = joined(state.get("opinions", ()), self.options.opinions)
            self.options = replace(self.options, **began)

    def save(self) -> None:
        """Write `last.pt` (everything) and `epochN.pt` (the averaged weights): the first process."""
        if not self.world.main:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        side = self.options.plan[self.epoch - 1]
        average = {
            "architecture": self.options.architecture,
            "model": self.average.state_dict(),
            "side": side,
            "epoch": self.epoch,
        } | self._began_with()
        torch.save(average, self.folder / f"epoch{self.epoch}.pt")
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "distillation": self.distillation.state_dict() if self.distillation else None,
            "step": self.step,
            "epoch": self.epoch,
        } | self._began_with()
        torch.save(state, self.folder / "last.partial")
        (self.folder / "last.partial").rename(self.folder / "last.pt")

    def _began_with(self) -> dict[str, Any]:
        return {name: getattr(self.options, name) for name in BEGAN_WITH}

    def train_step(self, batch: Batch, positive_weight: torch.Tensor, done: float) -> float:
        """One update at the share `done` of the plan; returns the loss."""
        options = self.options
        self.model.train()
        self.model.freeze(self.frozen)
        factor = rate_factor(self.step, options.warmup_steps, done)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        batch = Batch(*(tensor.to(self.device) for tensor in vars(batch).values()))
        share = float(self.random.beta(options.mixup, options.mixup)) if options.mixup else 1.0
        films = torch.lerp(batch.films.flip(0), batch.films, share)
        if self.parallel is None or self.parallel[0] != self.frozen:
            self.parallel = (self.frozen, self.world.parallel(self.model))
        with mixed_precision(self.device, options.bf16):
            output = self.parallel[1](films)
        weight = positive_weight.to(self.device)
        loss = share * losses(output, batch, weight, options, self.world)
        if share < 1:
            partner = Batch(*(tensor.flip(0) for tensor in vars(batch).values()))
            loss = loss + (1 - share) * losses(output, partner, weight, options, self.world)
        if self.taught:
            upright = upright_films(batch, share < 1)
            with mixed_precision(self.device, options.bf16):
                loss = loss + self.taught(output, films, upright, self.world)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        decay = min(options.ema_decay, self.step / (self.step + 9))
        move_towards(self.average.state_dict(), self.model.state_dict(), decay)
        return self.world.mean(loss)
