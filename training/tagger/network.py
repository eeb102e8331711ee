"""A compact BERT with one tag head a label set and an assertion head (no further dependency)."""

import json
import zipfile
from dataclasses import asdict, dataclass

import torch
from safetensors.torch import load as load_safetensors
from torch import Tensor, nn
from torch.nn import functional as F

from .vocabulary import full_vocabulary, minilm_archive, minilm_pieces


@dataclass(frozen=True)
class Sizes:
    """Sizes of the encoder."""

    vocabulary: int
    positions: int = 256
    layers: int = 6
    hidden: int = 384
    heads: int = 12
    feed_forward: int = 1536

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


class SharedDropout(nn.Module):
    """Dropout of whole channels of a sequence: one mask for all its places (and far cheaper)."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.rate <= 0:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[2]) >= self.rate
        return x * (keep.to(x.dtype) / (1 - self.rate))


class Attention(nn.Module):
    """Multi-head self-attention with its residual and norm (BERT's post-norm order)."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.query = nn.Linear(sizes.hidden, sizes.hidden)
        self.key = nn.Linear(sizes.hidden, sizes.hidden)
        self.value = nn.Linear(sizes.hidden, sizes.hidden)
        self.output = nn.Linear(sizes.hidden, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.dropout = SharedDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        parts = [
            layer(x).view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        ]
        context = F.scaled_dot_product_attention(*parts, attn_mask=mask)
        context = context.transpose(1, 2).reshape(batch, length, hidden)
        return self.norm(x + self.dropout(self.output(context)))


class Layer(nn.Module):
    """Attention, then the feed-forward pair with GELU (erf)."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(sizes, dropout)
        self.feedforward_in = nn.Linear(sizes.hidden, sizes.feed_forward)
        self.feedforward_out = nn.Linear(sizes.feed_forward, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.dropout = SharedDropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.attention(x, mask)
        inner = self.feedforward_out(F.gelu(self.feedforward_in(x)))
        return self.norm(x + self.dropout(inner))


class Tagger(nn.Module):
    """Word pieces to tag scores.

    `tag_sets` maps a label set to its tags (`["O", "B-DISEASE", ...]`). Each set has a linear head
    and CRF transitions `[from, to]`. `exits` maps a label set to the number of layers that its head
    reads, where that is not all (early exit, Schwartz et al. 2020: easier text needs fewer layers);
    the assertion head reads the layers of the label set `report`.
    """

    def __init__(
        self,
        sizes: Sizes,
        tag_sets: dict[str, list[str]],
        dropout: float = 0.1,
        exits: dict[str, int] | None = None,
    ) -> None:
        super().__init__()
        self.sizes, self.tag_sets, self.exits = sizes, tag_sets, exits or {}
        if not all(0 < layers <= sizes.layers for layers in self.exits.values()):
            raise ValueError(f"a head reads 1 to {sizes.layers} layers, not {self.exits}")
        self.word = nn.Embedding(sizes.vocabulary, sizes.hidden)
        self.position = nn.Embedding(sizes.positions, sizes.hidden)
        self.type0 = nn.Parameter(torch.zeros(sizes.hidden))
        self.embedding_norm = nn.LayerNorm(sizes.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(sizes, dropout) for _ in range(sizes.layers))
        self.dropout = SharedDropout(dropout)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(sizes.hidden, len(tags)) for name, tags in tag_sets.items()}
        )
        self.transitions = nn.ParameterDict(
            {
                name: nn.Parameter(torch.zeros(len(tags), len(tags)))
                for name, tags in tag_sets.items()
            }
        )
        self.assertion = nn.Linear(sizes.hidden, 3)
        for head in [*self.heads.values(), self.assertion]:
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def embed(self, ids: Tensor) -> Tensor:
        """[B, L] piece ids -> [B, L, hidden] embeddings after their norm."""
        places = torch.arange(ids.shape[1], device=ids.device)
        return self.embedding_norm(self.word(ids) + self.position(places) + self.type0)

    def depth(self, task: str) -> int:
        """Layers that the head of a label set reads."""
        return self.exits.get(task, self.sizes.layers)

    def encode(self, ids: Tensor, lengths: Tensor, depth: int | None = None) -> Tensor:
        """[B, L] piece ids and [B] lengths -> [B, L, hidden] after `depth` layers (default: all)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        mask = (places[None, :] < lengths[:, None])[:, None, None, :]
        x = self.dropout(self.embed(ids))
        for layer in self.layers[:depth]:
            x = layer(x, mask)
        return x


def load_minilm(model: Tagger, tokens: list[str]) -> None:
    """Copies MiniLM-L6's weights into the encoder; embedding rows by piece.

    A word that MiniLM has no piece of its own for starts as the mean of its pieces.
    """
    with zipfile.ZipFile(minilm_archive()) as archive:
        config = json.loads(archive.read("config.json"))
        state = load_safetensors(archive.read("model.safetensors"))
    if config["num_hidden_layers"] < model.sizes.layers:
        raise ValueError("MiniLM has fewer layers than asked for")
    rows = {token: i for i, token in enumerate(full_vocabulary())}
    known = minilm_pieces()

    def put(target: Tensor, name: str) -> None:
        target.copy_(state[name])

    with torch.no_grad():
        embeddings = state["embeddings.word_embeddings.weight"]
        for i, token in enumerate(tokens):
            pieces = [token] if token in rows else [known.tokens[k] for k in known.pieces(token)]
            model.word.weight[i].copy_(embeddings[[rows[piece] for piece in pieces]].mean(0))
        model.position.weight.copy_(
            state["embeddings.position_embeddings.weight"][: model.sizes.positions]
        )
        model.type0.copy_(state["embeddings.token_type_embeddings.weight"][0])
        put(model.embedding_norm.weight, "embeddings.LayerNorm.weight")
        put(model.embedding_norm.bias, "embeddings.LayerNorm.bias")
        for i, layer in enumerate(model.layers):
            base = f"encoder.layer.{i}."
            for module, name in (
                (layer.attention.query, "attention.self.query"),
                (layer.attention.key, "attention.self.key"),
                (layer.attention.value, "attention.self.value"),
                (layer.attention.output, "attention.output.dense"),
                (layer.attention.norm, "attention.output.LayerNorm"),
                (layer.feedforward_in, "intermediate.dense"),
                (layer.feedforward_out, "output.dense"),
                (layer.norm, "output.LayerNorm"),
            ):
                put(module.weight, f"{base}{name}.weight")
                put(module.bias, f"{base}{name}.bias")
