"""`attention-gru` and `attention-lstm`: Bahdanau attention over the cells of one or two films and
over the findings, and a recurrent cell that writes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.findings import FINDINGS


@dataclass(frozen=True)
class Sizes:
    """Widths of the network: words, channels of the map, state, slots, attention, embedding.

    `cell`: `gru` or `lstm`; `films`: 2, or 1 for a decoder that is shown the frontal film alone;
    `impression`: tokens of the longest impression that it writes, 0 where it has learnt none;
    `guide`: finding input from which a finding left unsaid is put in (guided.py), 0: never;
    `drafts`: it is meant to write the consensus of so many and the greedy one, drawn at
    `temperature` (consensus.py); 0: it is not.
    """

    vocabulary: int
    channels: int = 1280
    hidden: int = 512
    slot: int = 256
    attention: int = 256
    embedding: int = 256
    cell: str = "gru"
    films: int = 2
    impression: int = 0
    guide: float = 0.0
    drafts: int = 0
    temperature: float = 0.6

    @property
    def state(self) -> int:
        """Width of the state: an LSTM keeps its memory behind its output."""
        return self.hidden * (2 if self.cell == "lstm" else 1)


class AttentionDecoder(nn.Module):
    """Writes a report word by word; each word looks at film cells and finding slots.

    Slots: the cells of the frontal map, those of the lateral one (or one learned `absent` slot),
    and one slot a finding that carries its probability. With `films` 1 there are the frontal cells
    and the findings alone. All slots are moved by one vector that tells
    the findings, `findings @ finding_context`: attention weights sum to 1, so every word's context
    holds that vector in full, wherever it looks. Without it the attention passes the finding slots
    by.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.4) -> None:
        super().__init__()
        self.sizes = sizes
        findings = len(FINDINGS)
        self.features = nn.Linear(sizes.channels, sizes.slot)
        if sizes.films == 2:
            self.view = nn.Parameter(torch.randn(2, sizes.slot) * 0.02)
            self.absent = nn.Parameter(torch.randn(1, sizes.slot) * 0.02)
        self.finding_embedding = nn.Parameter(torch.randn(findings, sizes.slot) * 0.1)
        self.finding_scale = nn.Parameter(torch.randn(findings, sizes.slot) * 0.3)
        self.finding_context = nn.Parameter(torch.randn(findings, sizes.slot) * 0.3)
        self.register_buffer("finding_gain", torch.ones(findings))
        self.register_buffer("finding_shift", torch.zeros(findings))
        self.attention_slot = nn.Linear(sizes.slot, sizes.attention)
        self.attention_state = nn.Linear(sizes.hidden, sizes.attention, bias=False)
        self.attention_v = nn.Linear(sizes.attention, 1, bias=False)
        self.init = nn.Linear(sizes.slot, sizes.state)
        self.embedding = nn.Embedding(sizes.vocabulary, sizes.embedding)
        nn.init.normal_(self.embedding.weight, std=0.1)
        if sizes.cell == "lstm":
            self.lstm = nn.LSTMCell(sizes.embedding + sizes.slot, sizes.hidden)
        else:
            self.gru = nn.GRUCell(sizes.embedding + sizes.slot, sizes.hidden)
        self.output = nn.Linear(sizes.hidden + sizes.slot + sizes.embedding, sizes.vocabulary)
        self.map_dropout = nn.Dropout(dropout / 2)
        self.word_dropout = nn.Dropout(dropout / 2)
        self.output_dropout = nn.Dropout(dropout)

    def finding_inputs(self, logits: Tensor) -> Tensor:
        """Head logits [B, 17] -> slot inputs in 0..1, at this decoder's own operating points."""
        return torch.sigmoid(logits * self.finding_gain + self.finding_shift)

    def slots(self, frontal: Tensor, lateral: Tensor | None, findings: Tensor) -> Tensor:
        """Slots [B, cells + cells + 17, D]; one in place of the lateral cells where there are none.

        frontal, lateral: maps [B, cells, C]; findings: slot inputs [B, 17] in 0..1. A decoder for
        one film does not look at `lateral`.
        """
        batch = frontal.shape[0]
        parts = [torch.relu(self.features(self.map_dropout(frontal)))]
        if self.sizes.films == 2:
            parts[0] = parts[0] + self.view[0]
            if lateral is None:
                parts.append(self.absent.expand(batch, 1, -1))
            else:
                parts.append(torch.relu(self.features(self.map_dropout(lateral))) + self.view[1])
        parts.append(self.finding_embedding + findings.unsqueeze(-1) * self.finding_scale)
        told = findings @ self.finding_context
        return torch.cat(parts, dim=1) + told.unsqueeze(1)

    def start(self, slots: Tensor) -> tuple[Tensor, Tensor]:
        """First state [B, `sizes.state`] and the slots' part of the attention score [B, S, A]."""
        return torch.tanh(self.init(slots.mean(dim=1))), self.attention_slot(slots)

    def step(
        self, word: Tensor, state: Tensor, slots: Tensor, keys: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """One word. word [B] ids, state -> (joint [B, H + D + E], state, weights [B, S])."""
        embedded = self.word_dropout(self.embedding(word))
        energy = torch.tanh(keys + self.attention_state(self.spoken(state)).unsqueeze(1))
        weights = torch.softmax(self.attention_v(energy).squeeze(-1), dim=1)
        context = torch.bmm(weights.unsqueeze(1), slots).squeeze(1)
        state = self.advance(torch.cat([embedded, context], dim=1), state)
        return torch.cat([self.spoken(state), context, embedded], dim=1), state, weights

    def spoken(self, state: Tensor) -> Tensor:
        """The part of a state that is seen from outside [B, H]: an LSTM's output, not its memory."""
        return state[:, : self.sizes.hidden]

    def advance(self, x: Tensor, state: Tensor) -> Tensor:
        """The cell: x [B, E + D] and a state -> the next state."""
        if self.sizes.cell == "gru":
            return self.gru(x, state)
        output, memory = state.chunk(2, dim=1)
        return torch.cat(self.lstm(x, (output, memory)), dim=1)

    def forward(self, words: Tensor, slots: Tensor) -> Tensor:
        """Teacher forcing: words [B, T] (from <bos>) -> logits [B, T, V] of the next words."""
        state, keys = self.start(slots)
        joints = []
        for position in range(words.shape[1]):
            joint, state, _ = self.step(words[:, position], state, slots, keys)
            joints.append(joint)
        return self.output(self.output_dropout(torch.stack(joints, dim=1)))
