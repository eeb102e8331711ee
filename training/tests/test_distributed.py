"""Two processes under torchrun give the losses of one process with the same global batch."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from training.distributed import GlobalBatchNorm2d, World, with_global_batch_norm
from training.paths import REPOSITORY

SCRIPT = "training.tests.two_processes"


def losses_of(what: str, processes: int) -> dict:
    """Losses as the script writes them, alone or under torchrun."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "losses.json"
        launcher = [sys.executable, "-m"]
        if processes > 1:
            launcher += ["torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
            launcher += ["-m"]
        environment = os.environ | {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
        command = [*launcher, SCRIPT, what, str(target)]
        done = subprocess.run(
            command,
            check=False,
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
        )
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(command)}\n{done.stderr[-3000:]}")
        return json.loads(target.read_text())


class TwoProcesses(unittest.TestCase):
    def check(self, what: str) -> None:
        one, two = losses_of(what, 1), losses_of(what, 2)
        self.assertEqual((one["size"], two["size"]), (1, 2))
        self.assertGreater(len(set(one["losses"])), 3)
        np.testing.assert_allclose(two["losses"], one["losses"], rtol=0, atol=1e-5)
        # Threads that are left when the interpreter ends abort the process now and then.
        self.assertTrue(two["threads"])
        self.assertEqual(two["threadsLeft"], [])
        # Adam's first steps go by the sign of a gradient, however near to nothing it is.
        np.testing.assert_allclose(two["weights"], one["weights"], rtol=1e-4)

    def test_encoder(self) -> None:
        self.check("encoder")

    def test_decoder(self) -> None:
        self.check("decoder")


class Rows(unittest.TestCase):
    def test_every_row_once_and_flips_stay_inside(self) -> None:
        for count in (1, 7, 12):
            parts = [World(rank, 3).rows(count) for rank in range(3)]
            self.assertEqual(sorted(np.concatenate(parts)), list(range(count)))
            for part in parts:
                np.testing.assert_array_equal(part[::-1], count - 1 - part)


class BatchNorm(unittest.TestCase):
    def test_evaluation_and_names_are_those_of_the_plain_one(self) -> None:
        model = torch.nn.Sequential(torch.nn.Conv2d(1, 3, 3), torch.nn.BatchNorm2d(3)).eval()
        x = torch.randn(2, 1, 8, 8)
        wanted, names = model(x), list(model.state_dict())
        with_global_batch_norm(model)
        self.assertIs(type(model[1]), GlobalBatchNorm2d)
        self.assertEqual(list(model.state_dict()), names)
        torch.testing.assert_close(model(x), wanted)


if __name__ == "__main__":
    unittest.main()
