"""Parity golden of the decoder: generated input, expected tensors and words.

The input is a formula, so that the TypeScript test makes the same one: cell i of the frontal map
(flat, [cells, C]) is max(0, ((i * 7919) mod 256) - 160) / 32, of the lateral map
max(0, ((i * 7907 + 31) mod 256) - 160) / 32; logit k is ((k * 37) mod 17) / 4 - 2.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.decoding import Rules
from training.decoders.impression import impressions
from training.decoders.search import CONSENSUS, Search, guided_reports, search_key
from training.decoders.sided import guided_impression
from training.findings import FINDINGS
from training.packs.golden import tap
from training.text.vocabulary import BOS, Vocabulary


def generated_map(cells: int, channels: int, factor: int, offset: int) -> torch.Tensor:
    """[1, cells, C] with values 0..2.97, about two thirds of them zero."""
    index = np.arange(cells * channels, dtype=np.int64)
    values = np.maximum(0, (index * factor + offset) % 256 - 160) / 32
    return torch.from_numpy(values.astype(np.float32).reshape(1, cells, channels))


def generated_logits() -> torch.Tensor:
    """[1, 17] head logits between -2 and 2."""
    index = np.arange(len(FINDINGS))
    return torch.from_numpy((((index * 37) % 17) / 4 - 2).astype(np.float32)).unsqueeze(0)


@torch.no_grad()
def golden_cases(
    model: AttentionDecoder, vocabulary: Vocabulary, width: int, cells: int
) -> dict[str, Any]:
    """Expected values for the pair and for the frontal film alone; `cells` of the encoder's map.

    The words are those that are shown: guided where the decoder asks for it.
    """
    rules = Rules.of(vocabulary)
    model.eval()
    channels = model.sizes.channels
    frontal = generated_map(cells, channels, 7919, 0)
    lateral = generated_map(cells, channels, 7907, 31)
    findings = model.finding_inputs(generated_logits())
    cases: dict[str, Any] = {}
    for name, other in (("pair", lateral), ("frontal", None)):
        slots = model.slots(frontal, other, findings)
        state, keys = model.start(slots)
        joint, following, weights = model.step(torch.tensor([BOS]), state, slots, keys)
        inputs = findings.tolist()
        searches: list[Search] = [1, width, *([CONSENSUS] if model.sizes.drafts else [])]
        shown = {
            search_key(search): guided_reports(model, slots, inputs, vocabulary, rules, search)[0]
            for search in searches
        }
        cases[name] = {
            "taps": {
                "findings": tap(findings.numpy()),
                "slots": tap(slots.numpy()),
                "state0": tap(state.numpy()),
                "attention0": tap(weights.numpy()),
                "state1": tap(following.numpy()),
                "logits0": tap(model.output(joint).numpy()),
            },
            **shown,
        }
        if model.sizes.impression:
            above = shown["greedy"]
            impression = impressions(model, slots, [above], rules)[0]
            cases[name]["impression"] = guided_impression(
                impression, above, vocabulary, model.sizes.guide
            )
    return cases
