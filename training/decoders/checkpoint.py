"""Decoder checkpoints: sizes, weights, vocabulary, figures on val; running averages of weights."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch
from torch import nn

from training.averages import move_towards
from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.text.phrases import Phrases
from training.text.vocabulary import Vocabulary


class Averaged:
    """Exponential moving average of a network's parameters and buffers."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self.state = {name: value.clone() for name, value in model.state_dict().items()}

    def update(self, model: nn.Module) -> None:
        """Moves the average towards the network's weights; faster in the first steps."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        move_towards(self.state, model.state_dict(), decay)

    def model(self, sizes: Sizes) -> AttentionDecoder:
        """A decoder with the averaged weights, in evaluation mode."""
        model = AttentionDecoder(sizes)
        model.load_state_dict(self.state)
        return model.eval()


def save_decoder(
    path: Path, model: AttentionDecoder, vocabulary: Vocabulary, figures: dict[str, float]
) -> None:
    """Writes a decoder: sizes, weights, vocabulary, figures on val."""
    torch.save(
        {
            "sizes": asdict(model.sizes),
            "weights": model.state_dict(),
            "tokens": list(vocabulary.tokens),
            "cased": vocabulary.cased,
            "phrases": vocabulary.phrases and vocabulary.phrases.written(),
            "figures": figures,
        },
        path,
    )


def load_decoder(path: Path) -> tuple[AttentionDecoder, Vocabulary]:
    """Reads what `save_decoder` wrote; the model is in evaluation mode."""
    saved = torch.load(path, weights_only=True)
    model = AttentionDecoder(Sizes(**saved["sizes"]))
    model.load_state_dict(saved["weights"])
    tokens = tuple(saved["tokens"])
    written = saved.get("phrases")
    phrases = Phrases.read(written, len(tokens)) if written else None
    return model.eval(), Vocabulary(tokens, saved["cased"], phrases)
