from __future__ import annotations

import unittest
from contextlib import AbstractContextManager
from unittest import mock

import torch

from ..precision import has_bf16, mixed_precision


def cpu_with(**instructions: bool) -> AbstractContextManager[mock.Mock]:
    return mock.patch("torch.cpu.get_capabilities", return_value={"avx2": True, **instructions})


class PrecisionTest(unittest.TestCase):
    def setUp(self) -> None:
        has_bf16.cache_clear()
        self.addCleanup(has_bf16.cache_clear)

    def test_a_cpu_that_would_emulate_bf16_computes_in_float32(self) -> None:
        with cpu_with(avx512_bf16=False, amx_bf16=False), mixed_precision(torch.device("cpu")):
            self.assertEqual((torch.ones(2, 2) @ torch.ones(2, 2)).dtype, torch.float32)

    def test_a_cpu_with_instructions_for_bf16_uses_them_when_asked(self) -> None:
        with cpu_with(avx512_bf16=True):
            with mixed_precision(torch.device("cpu")):
                self.assertEqual((torch.ones(2, 2) @ torch.ones(2, 2)).dtype, torch.bfloat16)
            with mixed_precision(torch.device("cpu"), wanted=False):
                self.assertEqual((torch.ones(2, 2) @ torch.ones(2, 2)).dtype, torch.float32)
