"""Decoder checkpoints: sizes, weights, vocabulary, figures on val; running averages of weights."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.text.vocabulary import Vocabulary


class Averaged:
    """Exponential moving average of a model's parameters and buffers."""

    def __init__(self, model: AttentionDecoder, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self.state = {name: value.clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: AttentionDecoder) -> None:
        """Moves the average towards the model's weights; faster in the first steps."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, value in model.state_dict().items():
            self.state[name].lerp_(value, 1 - decay)

    def model(self, sizes: Sizes) -> AttentionDecoder:
        """A model with the averaged weights, in evaluation mode."""
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
            "figures": figures,
        },
        path,
    )


def load_decoder(path: Path) -> tuple[AttentionDecoder, Vocabulary]:
    """Reads what `save_decoder` wrote; the model is in evaluation mode."""
    saved = torch.load(path, weights_only=True)
    model = AttentionDecoder(Sizes(**saved["sizes"]))
    model.load_state_dict(saved["weights"])
    return model.eval(), Vocabulary(tuple(saved["tokens"]), saved["cased"])
