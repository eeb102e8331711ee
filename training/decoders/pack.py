"""The decoder as a model pack: reading, and what int8 storage makes of the weights."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.checkpoint import load_decoder
from training.decoders.weights import pack_weights, set_weights
from training.packs import weights as storage
from training.packs.pack import read_pack
from training.text.phrases import Phrases
from training.text.vocabulary import Vocabulary

REST = "float32"
"""Biases and operating points are few; they stay exact."""


def packed(model: AttentionDecoder) -> bytes:
    """weights.bin of a pack of the model."""
    return storage.pack_weights(pack_weights(model), REST)[0]


def dequantised(model: AttentionDecoder) -> AttentionDecoder:
    """A copy of the model with the weights as a pack stores them."""
    blob, table = storage.pack_weights(pack_weights(model), REST)
    stored = copy.deepcopy(model)
    set_weights(stored, storage.unpack_weights(blob, table))
    return stored.eval()


def vocabulary_file(vocabulary: Vocabulary) -> bytes:
    """vocab.json: token list, the words written with capitals, and the fingerprints of phrases."""
    content: dict[str, Any] = {"tokens": list(vocabulary.tokens), "cased": vocabulary.cased}
    if vocabulary.phrases is not None:
        content["phrases"] = vocabulary.phrases.written()
    return (json.dumps(content, ensure_ascii=False, indent=0) + "\n").encode()


def open_decoder(path: Path) -> tuple[AttentionDecoder, Vocabulary]:
    """The float32 decoder of a checkpoint, or the dequantised one of a pack's folder."""
    return read_packed(path) if path.is_dir() else load_decoder(path)


def read_packed(pack: Path) -> tuple[AttentionDecoder, Vocabulary]:
    """The dequantised decoder of a pack."""
    manifest, values = read_pack(pack)
    words = json.loads((pack / "vocab.json").read_text(encoding="utf-8"))
    architecture = manifest["architecture"]
    sizes = Sizes(
        vocabulary=architecture["vocabulary"],
        channels=values["features.kernel"].shape[0],
        hidden=architecture["hidden"],
        slot=architecture["slot"],
        attention=architecture["attention"],
        embedding=architecture["embedding"],
        cell=architecture["kind"].removeprefix("attention-"),
        films=architecture.get("films", 2),
        impression=manifest["decoding"].get("impression", {}).get("maxLength", 0),
        guide=manifest["decoding"].get("guide", 0.0),
        **manifest["decoding"].get("consensus", {}),
    )
    model = AttentionDecoder(sizes)
    set_weights(model, values)
    tokens = tuple(words["tokens"])
    phrases = Phrases.read(words["phrases"], len(tokens)) if "phrases" in words else None
    return model.eval(), Vocabulary(tokens, words["cased"], phrases)
