"""Training in several processes under `torchrun`: the same losses as one process on the same batch.

What is needed for that beside PyTorch's DDP: every process draws the same epoch and takes its own
rows of each global batch; masked losses are divided by counts over all processes; batch norm uses
the statistics of the global batch. PyTorch's own synchronised batch norm runs on GPUs alone, so a
small one stands here.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import numpy as np
import torch
import torch.distributed.nn
from torch import Tensor, nn
from torch import distributed as dist

LONGEST_WAIT = timedelta(hours=6)
"""How long the other processes wait for the first one, which alone validates."""


@dataclass(frozen=True)
class World:
    """The processes of a run: `rank` of this one, `size` of them all."""

    rank: int = 0
    size: int = 1

    @property
    def main(self) -> bool:
        """Whether this process writes files and prints."""
        return self.rank == 0

    def rows(self, count: int) -> np.ndarray:
        """This process's rows of a global batch, in order.

        A row and its mirror (i and count - 1 - i) go to the same process, so that flipping the part
        pairs the same rows as flipping the whole (mixup).
        """
        place = np.arange(count)
        return place[np.minimum(place, count - 1 - place) % self.size == self.rank]

    def total(self, value: Tensor) -> Tensor:
        """The sum of a value over all processes, without gradient."""
        value = value.detach().clone()
        if self.size > 1:
            dist.all_reduce(value)
        return value

    def mean(self, value: Tensor) -> float:
        """The mean of a scalar over all processes."""
        return float(self.total(value)) / self.size

    def wait(self) -> None:
        """Until every process is here."""
        if self.size > 1:
            dist.barrier()

    def parallel(self, module: nn.Module) -> nn.Module:
        """The module, its gradients averaged over the processes. Call it for training steps only.

        Each process's loss must be its share times `size`: the mean of these is the whole.
        """
        if self.size == 1:
            return module
        return nn.parallel.DistributedDataParallel(
            module, find_unused_parameters=True, broadcast_buffers=False
        )


ALONE = World()
"""A run of one process."""


Result = TypeVar("Result")


def in_world(work: Callable[[World], Result]) -> Result:
    """What `work` gives in the world that torchrun's environment describes; ALONE without it.

    The group's threads end with it only when nothing holds it any more: neither what `work` made
    (DDP, in a cycle), nor default arguments of torch.distributed.nn, which this module therefore
    imports while there is no group. A thread that outlived the interpreter would abort the process.
    """
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        return work(ALONE)
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo", timeout=LONGEST_WAIT)
    try:
        return work(World(dist.get_rank(), size))
    finally:
        gc.collect()
        dist.destroy_process_group()


class _Sum(torch.autograd.Function):
    """Sum over all processes; the gradient is the sum of the gradients."""

    @staticmethod
    def forward(ctx, value: Tensor) -> Tensor:
        value = value.clone()
        dist.all_reduce(value)
        return value

    @staticmethod
    def backward(ctx, gradient: Tensor) -> Tensor:
        gradient = gradient.contiguous().clone()
        dist.all_reduce(gradient)
        return gradient


class GlobalBatchNorm2d(nn.BatchNorm2d):
    """Batch norm over the batches of all processes; in evaluation mode as any other."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        full = x.float()
        sums = torch.cat([full.sum(dim=(0, 2, 3)), full.new_tensor([full[:, 0].numel()])])
        sums = _Sum.apply(sums)
        count = float(sums[-1].detach())
        mean = sums[:-1] / count
        centred = full - mean[None, :, None, None]
        variance = _Sum.apply(centred.square().sum(dim=(0, 2, 3))) / count
        if self.track_running_stats and self.running_mean is not None:
            with torch.no_grad():
                self.num_batches_tracked.add_(1)
                share = self.momentum
                if share is None:
                    share = 1.0 / float(self.num_batches_tracked)
                self.running_mean.lerp_(mean, share)
                self.running_var.lerp_(variance * (count / max(count - 1, 1.0)), share)
        scale = torch.rsqrt(variance + self.eps)
        if self.affine:
            scale = scale * self.weight.float()
        y = centred * scale[None, :, None, None]
        if self.affine:
            y = y + self.bias.float()[None, :, None, None]
        return y.to(x.dtype)


def with_global_batch_norm(model: nn.Module) -> nn.Module:
    """Makes every plain batch norm of the model one over all processes, in place; names stay."""
    for module in model.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = GlobalBatchNorm2d
    return model
