"""The impression: a second segment, written after the finished findings have been read back in.

`<bos> findings <eos> impression <eos>` is one sequence to the network. The findings are read back
as they are shown, so that the impression depends on the text alone and not on how it was found;
src/engine/decoding/impression.ts does exactly the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.decoding import Rules, write_on
from training.text.vocabulary import BOS, EOS


@torch.no_grad()
def impressions(
    model: AttentionDecoder, slots: Tensor, findings: Sequence[Sequence[int]], rules: Rules
) -> list[list[int]]:
    """Greedy impressions for slots [B, S, D] and finished findings, token ids without <eos>.

    The rules hold within the impression alone; its length is `model.sizes.impression`. Empty where
    the decoder has learnt none, or ends no sentence within that length.
    """
    if not model.sizes.impression:
        return [[] for _ in findings]
    state, keys = model.start(slots)
    read = [[BOS, *tokens] for tokens in findings]
    for place in range(max(len(tokens) for tokens in read)):
        word = torch.tensor([tokens[place] if place < len(tokens) else EOS for tokens in read])
        _, following, _ = model.step(word, state, slots, keys)
        reading = torch.tensor([place < len(tokens) for tokens in read])
        state = torch.where(reading.unsqueeze(1), following, state)
    ends = torch.full((len(read),), EOS)
    own = replace(rules, max_length=model.sizes.impression)
    return write_on(model, slots, keys, state, ends, own)
