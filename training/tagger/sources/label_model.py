"""A generative label model: hidden true tags, and every source a noisy reading of them.

Each source votes on a word with a probability that depends on the true tag alone (Dawid and Skene,
Applied Statistics 28:20, 1979; weak supervision: Ratner et al., VLDB 2017). The true tags of a
sentence form a Markov chain, so that spans are well formed (Lison, Barnes, Hubin and Touileb, "Named
entity recognition without labelled data", ACL 2020). Fitted by expectation and maximisation without
labels; hand-checked sentences may be clamped. The library of that paper, skweak, needs spaCy and its
models, so the two dozen lines of forward and backward are written here.
"""

from dataclasses import dataclass

import numpy as np

PRIOR_WEIGHT = 50.0
"""Pseudo-counts of the starting table of a source, per true tag: keeps rare tags from drifting."""


def allowed(tags: list[str]) -> np.ndarray:
    """[T, T] booleans: I-X follows B-X or I-X only."""
    return np.array(
        [[not b.startswith("I-") or a[2:] == b[2:] and a != "O" for b in tags] for a in tags]
    )


@dataclass
class LabelModel:
    """Tables of a fitted model: `tables[s, t, v]` = p(source s votes v | true tag t).

    The last vote is "abstain"; where `silence` is false it is taken as no evidence at all.
    """

    tags: list[str]
    tables: np.ndarray
    start: np.ndarray
    move: np.ndarray
    silence: bool

    def evidence(self, votes: np.ndarray) -> np.ndarray:
        """[words, T] log p(votes of all sources | tag) for votes [words, sources]."""
        logs = np.log(self.tables)
        total = np.zeros((len(votes), len(self.tags)))
        for s in range(votes.shape[1]):
            part = logs[s][:, votes[:, s]].T
            if not self.silence:
                part = np.where((votes[:, s] == len(self.tags))[:, None], 0.0, part)
            total += part
        return total

    def posteriors(self, votes: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """p(tag | votes) [words, T] for sentences laid end to end, and expected moves [T, T].

        Forward-backward with scaling, over all sentences at once; `lengths` >= 1.
        """
        count, size = len(lengths), len(self.tags)
        width = int(lengths.max())
        begins = np.cumsum(lengths) - lengths
        live = np.arange(width)[None] < lengths[:, None]
        place = np.where(live, begins[:, None] + np.arange(width)[None], 0)
        logs = self.evidence(votes)
        likely = np.exp(logs - logs.max(axis=1, keepdims=True))[place]
        likely[~live] = 1.0
        forward = np.empty((count, width, size))
        forward[:, 0] = self.start * likely[:, 0]
        forward[:, 0] /= forward[:, 0].sum(axis=1, keepdims=True)
        for t in range(1, width):
            forward[:, t] = (forward[:, t - 1] @ self.move) * likely[:, t]
            forward[:, t] /= forward[:, t].sum(axis=1, keepdims=True)
        backward = np.ones((count, size))
        posterior = np.empty_like(forward)
        moves = np.zeros((size, size))
        for t in range(width - 1, -1, -1):
            posterior[:, t] = forward[:, t] * backward
            posterior[:, t] /= posterior[:, t].sum(axis=1, keepdims=True)
            if t == 0:
                break
            inner = likely[:, t] * backward
            pair = forward[:, t - 1, :, None] * self.move * inner[:, None, :]
            pair /= pair.sum(axis=(1, 2), keepdims=True)
            moves += pair[live[:, t]].sum(axis=0)
            step = inner @ self.move.T
            step /= step.sum(axis=1, keepdims=True)
            backward = np.where(live[:, t][:, None], step, backward)
        return posterior[live], moves


def starting_tables(votes: np.ndarray, tags: list[str], trust: np.ndarray) -> np.ndarray:
    """Tables before any look at agreement: source s is right with `trust[s]` where it votes."""
    size = len(tags)
    tables = np.empty((votes.shape[1], size, size + 1))
    for s in range(votes.shape[1]):
        silent = float(np.clip((votes[:, s] == size).mean(), 0.02, 0.98))
        uniform = np.full((size, size), (1 - trust[s]) / (size - 1))
        np.fill_diagonal(uniform, trust[s])
        tables[s, :, :size] = (1 - silent) * uniform
        tables[s, :, size] = silent
    return tables


def fit(
    votes: np.ndarray,
    lengths: np.ndarray,
    tags: list[str],
    trust: np.ndarray | None = None,
    clamped: np.ndarray | None = None,
    silence: bool = False,
    rounds: int = 10,
    weights: np.ndarray | None = None,
) -> LabelModel:
    """Fits the model by EM.

    votes [words, sources] (len(tags) = abstain), sentences laid end to end with `lengths`;
    `clamped` [words] holds known tags and -1 elsewhere; `weights` [words] counts a word.
    """
    size = len(tags)
    trust = np.full(votes.shape[1], 0.75) if trust is None else trust
    weights = np.ones(len(votes)) if weights is None else weights
    prior = starting_tables(votes, tags, trust)
    barred = ~allowed(tags)
    move = np.where(barred, 0.0, 1.0)
    start = np.where([tag.startswith("I-") for tag in tags], 0.0, 1.0)
    model = LabelModel(
        tags,
        prior.copy(),
        start / start.sum(),
        move / move.sum(axis=1, keepdims=True),
        silence,
    )
    firsts = np.cumsum(lengths) - lengths
    known = np.zeros(len(votes), dtype=bool) if clamped is None else clamped >= 0
    for _ in range(rounds):
        posterior, moves = model.posteriors(votes, lengths)
        if clamped is not None:
            posterior[known] = np.eye(size)[clamped[known]]
        weighted = posterior * weights[:, None]
        for s in range(votes.shape[1]):
            table = prior[s] * PRIOR_WEIGHT
            for v in range(size + 1):
                table[:, v] += weighted[votes[:, s] == v].sum(axis=0)
            model.tables[s] = table / table.sum(axis=1, keepdims=True)
        moves = np.where(barred, 0.0, moves + 0.1)
        model.move = moves / moves.sum(axis=1, keepdims=True)
        begin = np.where(start > 0, posterior[firsts].sum(axis=0) + 0.1, 0.0)
        model.start = begin / begin.sum()
    return model


def decode(model: LabelModel, posterior: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Best tag of every word under its posterior [words, T], well formed (Viterbi over their logs)."""
    from ..crf import FORBIDDEN, allowed_starts, allowed_transitions, viterbi

    moves = np.where(allowed_transitions(model.tags), 0.0, FORBIDDEN)
    starts = np.where(allowed_starts(model.tags), 0.0, FORBIDDEN)
    logs = np.log(posterior + 1e-12)
    parts = np.split(logs, np.cumsum(lengths)[:-1])
    return np.concatenate([viterbi(part, moves, starts) for part in parts])


def estimated_accuracy(model: LabelModel, votes: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The model's own estimate, per source: share of its votes for another tag than O that are right.

    (Where the tags hold no "O", as in assertion, of all its votes.)
    """
    posterior, _ = model.posteriors(votes, lengths)
    result = np.full(votes.shape[1], np.nan)
    outside = model.tags.index("O") if "O" in model.tags else -1
    for s in range(votes.shape[1]):
        said = (votes[:, s] < len(model.tags)) & (votes[:, s] != outside)
        if said.any():
            result[s] = posterior[said, votes[said, s]].mean()
    return result


def majority(votes: np.ndarray, size: int) -> np.ndarray:
    """Most frequent vote of every word; ties go to the lower tag; tag 0 (O) where nobody votes."""
    counts = np.stack([(votes == tag).sum(axis=1) for tag in range(size)], axis=1)
    return counts.argmax(axis=1)
