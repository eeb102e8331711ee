"""Greedy and beam decoding with repeat control; src/engine/decoding does exactly the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from training.decoders.attention_decoder import AttentionDecoder
from training.decoders.grammar import ungrammatical
from training.decoders.restatements import kept_sentences
from training.text.phrases import Phrases
from training.text.preparation import COMMA, FULL_STOP
from training.text.shared_words import shared_words
from training.text.vocabulary import BOS, EOS, PAD, UNK, Vocabulary

NEVER = float("-inf")

COMPARING = frozenset(shared_words("engine/decoding/comparing-words")["words"])
"""Words that tell of a change, or of none, since an earlier film: the reports learned from had one."""

SAID_ONCE = frozenset(shared_words("engine/decoding/said-once")["words"])
"""Words that at least 60 sentences of those reports say, and none says twice; `size`, which two of
1407 say twice, is one of them."""


@dataclass(frozen=True)
class Rules:
    """What the masks need to know of a vocabulary, and the length limits.

    never: tokens that are never written; once: those that no sentence holds twice; phrases: those
    of the reports learned from, where the vocabulary holds them; words: of all tokens; ids: theirs.
    """

    full_stop: int
    comma: int | None
    never: tuple[int, ...]
    words: tuple[str, ...]
    ids: Mapping[str, int]
    max_length: int = 60
    length_penalty: float = 0.7
    once: frozenset[int] = frozenset()
    phrases: Phrases | None = None

    @staticmethod
    def of(vocabulary: Vocabulary, max_length: int = 60, length_penalty: float = 0.7) -> Rules:
        """The rules for a vocabulary; it must hold the full stop."""
        ids = vocabulary.ids
        unsaid = tuple(i for token, i in ids.items() if "xxxx" in token or token in COMPARING)
        return Rules(
            ids[FULL_STOP],
            ids.get(COMMA),
            (PAD, BOS, UNK, *unsaid),
            vocabulary.tokens,
            ids,
            max_length,
            length_penalty,
            frozenset(ids[word] for word in SAID_ONCE if word in ids),
            vocabulary.phrases,
        )


def forbidden(tokens: Sequence[int], rules: Rules) -> list[int]:
    """Token ids that may not follow `tokens` (ids without <bos>).

    What would make a phrase that no report learned from holds may not, unless the other rules leave
    nothing else.
    """
    masked = list(rules.never)
    last = tokens[-1] if tokens else rules.full_stop
    if not tokens or last != rules.full_stop:
        masked.append(EOS)
    if last in (rules.full_stop, rules.comma):
        masked.append(rules.full_stop)
        if rules.comma is not None:
            masked.append(rules.comma)
    sentences = split_at(tokens, rules.full_stop)
    if sentences[-1] in sentences[:-1]:
        masked.append(rules.full_stop)
    masked += third_again(sentences[-1])
    masked += rules.once.intersection(sentences[-1])
    unfit = ungrammatical([rules.words[token] for token in sentences[-1]])
    masked += [rules.ids[word] for word in unfit if word in rules.ids]
    if len(tokens) >= 2 and tokens[-1] == tokens[-2]:
        masked.append(tokens[-1])
    if rules.phrases and not rules.phrases.following(sentences[-1]).issubset(masked):
        masked += rules.phrases.others(sentences[-1])
    return masked


def third_again(sentence: Sequence[int]) -> list[int]:
    """Tokens that followed the sentence's last two tokens before, in the same sentence.

    Without this a sentence can run in a circle up to the length limit, and is then dropped whole.
    """
    pairs = zip(sentence, sentence[1:], sentence[2:], strict=False)
    return [third for first, second, third in pairs if (first, second) == tuple(sentence[-2:])]


def split_at(tokens: Sequence[int], full_stop: int) -> list[tuple[int, ...]]:
    """Completed sentences without their full stop, then the open one (perhaps empty)."""
    sentences: list[tuple[int, ...]] = []
    open_sentence: list[int] = []
    for token in tokens:
        if token == full_stop:
            sentences.append(tuple(open_sentence))
            open_sentence = []
        else:
            open_sentence.append(token)
    sentences.append(tuple(open_sentence))
    return sentences


def finished_report(tokens: Sequence[int], rules: Rules) -> list[int]:
    """What is shown of the tokens written: whole sentences, none of which says another again."""
    *sentences, _ = split_at(tokens, rules.full_stop)
    kept = kept_sentences([tuple(rules.words[token] for token in one) for one in sentences])
    return [token for place in kept for token in (*sentences[place], rules.full_stop)]


@torch.no_grad()
def greedy(model: AttentionDecoder, slots: Tensor, rules: Rules) -> list[list[int]]:
    """Greedy reports for a batch of slots [B, S, D]: token ids without <bos> and <eos>."""
    state, keys = model.start(slots)
    word = torch.full((slots.shape[0],), BOS, dtype=torch.long)
    return write_on(model, slots, keys, state, word, rules)


@torch.no_grad()
def write_on(
    model: AttentionDecoder,
    slots: Tensor,
    keys: Tensor,
    state: Tensor,
    word: Tensor,
    rules: Rules,
) -> list[list[int]]:
    """Greedy segments from a state and the word [B] that opens them, up to <eos>."""
    batch = slots.shape[0]
    reports: list[list[int]] = [[] for _ in range(batch)]
    running = [True] * batch
    for _ in range(rules.max_length + 1):
        joint, state, _ = model.step(word, state, slots, keys)
        logits = model.output(joint)
        for row, report in enumerate(reports):
            if running[row]:
                logits[row, forbidden(report, rules)] = NEVER
        word = logits.argmax(dim=1)
        for row, token in enumerate(word.tolist()):
            if not running[row]:
                continue
            if token == EOS or len(reports[row]) == rules.max_length:
                running[row] = False
            else:
                reports[row].append(token)
        if not any(running):
            break
    return [finished_report(report, rules) for report in reports]


@dataclass
class _Hypothesis:
    tokens: list[int] = field(default_factory=list)
    total: float = 0.0


@torch.no_grad()
def beam_search(model: AttentionDecoder, slots: Tensor, rules: Rules, width: int) -> list[int]:
    """The best report of one study, slots [1, S, D], by length-normalised log-probability.

    score = sum log p / length ** length_penalty, length counts <eos>. See `_advance` for the order
    in which candidates are taken.
    """
    state, keys = model.start(slots)
    word = torch.tensor([BOS])
    live = [_Hypothesis()]
    before = live
    finished: list[tuple[float, list[int]]] = []
    for length in range(1, rules.max_length + 2):
        count = len(live)
        joint, state, _ = model.step(
            word, state, slots.expand(count, -1, -1), keys.expand(count, -1, -1)
        )
        logits = model.output(joint)
        for row, hypothesis in enumerate(live):
            logits[row, forbidden(hypothesis.tokens, rules)] = NEVER
        scores = torch.log_softmax(logits, dim=1)
        before = live
        live, parents, ended = _advance(live, scores, width, length > rules.max_length)
        for hypothesis in ended:
            finished.append((hypothesis.total / length**rules.length_penalty, hypothesis.tokens))
        if not live:
            break
        if len(finished) >= width:
            bound = live[0].total / (rules.max_length + 1) ** rules.length_penalty
            if bound <= max(score for score, _ in finished):
                break
        state = state[parents]
        word = torch.tensor([hypothesis.tokens[-1] for hypothesis in live])
    if not finished:
        return finished_report(before[0].tokens, rules)
    best = max(score for score, _ in finished)
    return finished_report(next(found for score, found in finished if score == best), rules)


def _advance(
    live: Sequence[_Hypothesis], scores: Tensor, width: int, only_end: bool
) -> tuple[list[_Hypothesis], list[int], list[_Hypothesis]]:
    """One beam step: (new live hypotheses, their parents' rows, hypotheses that ended).

    Candidates are ranked by total log-probability; ties by the parent's rank, then the token id.
    An ending counts only among the first `width` candidates; others fill up `width` live places.
    """
    candidates = []
    for row, hypothesis in enumerate(live):
        values, tokens = torch.sort(scores[row], descending=True, stable=True)
        best = zip(values[: 2 * width].tolist(), tokens[: 2 * width].tolist(), strict=True)
        for value, token in best:
            if value > NEVER:
                candidates.append((hypothesis.total + value, row, token))
    candidates.sort(key=lambda item: (-item[0], item[1], item[2]))
    following: list[_Hypothesis] = []
    parents: list[int] = []
    ended: list[_Hypothesis] = []
    for rank, (total, row, token) in enumerate(candidates):
        if token == EOS:
            if rank < width:
                ended.append(_Hypothesis(live[row].tokens, total))
        elif not only_end and len(following) < width:
            following.append(_Hypothesis([*live[row].tokens, token], total))
            parents.append(row)
        if rank >= width and len(following) == width:
            break
    return following, parents, ended
