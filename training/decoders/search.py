"""How a report is searched for: greedy, by a beam, or as the consensus of drafts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.consensus import Consensus, drafts, most_agreed
from training.decoders.decoding import Rules, beam_search, greedy
from training.decoders.sided import guided_report
from training.text.sides import NO_SIDES, FilmSides
from training.text.vocabulary import Vocabulary

Search = int | Literal["consensus"] | Consensus
"""Width of a beam, 1 being greedy, or the consensus of drafts, the decoder's own or another."""

CONSENSUS: Search = "consensus"


def search_name(search: Search) -> str:
    """`greedy`, `beam 3` or `consensus`."""
    if not isinstance(search, int):
        return "consensus"
    return "greedy" if search == 1 else f"beam {search}"


def search_key(search: Search) -> str:
    """Its name among figures and files: `greedy`, `beam3`, `consensus`."""
    return search_name(search).replace(" ", "")


def search_of(text: str) -> Search:
    """The search that an option asks for: a width or `consensus`. Raises ValueError for others."""
    return CONSENSUS if text == CONSENSUS else int(text)


def own_search(decoding: dict[str, Any]) -> Search:
    """The search that the `decoding` of a manifest asks for."""
    return CONSENSUS if "consensus" in decoding else int(decoding["beam"])


@torch.no_grad()
def guided_reports(
    model: AttentionDecoder,
    slots: Tensor,
    inputs: Sequence[Sequence[float]],
    vocabulary: Vocabulary,
    rules: Rules,
    search: Search,
    sides: Sequence[FilmSides] = (),
) -> list[list[int]]:
    """Finished reports for slots [B, S, D] and finding inputs [B, 17], guided as the decoder asks.

    The drafts of a consensus are guided before they are compared. sides: of the films of each study,
    none where they are not known.
    """
    told = list(zip(inputs, sides or [NO_SIDES] * len(inputs), strict=True))

    def guided(tokens: Sequence[int], study: tuple[Sequence[float], FilmSides]) -> list[int]:
        read, shown = study
        return guided_report(tokens, read, vocabulary, model.sizes.guide, shown)

    if not isinstance(search, int):
        meant = search if isinstance(search, Consensus) else Consensus.of(model.sizes)
        found = drafts(model, slots, rules, meant)
        return [
            most_agreed([guided(draft, read) for draft in study], rules.comma)
            for study, read in zip(found, told, strict=True)
        ]
    if search == 1:
        reports = greedy(model, slots, rules)
    else:
        reports = [
            beam_search(model, slots[row : row + 1], rules, search) for row in range(len(slots))
        ]
    return [guided(tokens, read) for tokens, read in zip(reports, told, strict=True)]
