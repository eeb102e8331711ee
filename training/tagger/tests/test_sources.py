"""The label model, the lexicon and pattern sources, and what they add to the rules."""

import unittest

import numpy as np

from training.tagger.sources.assertion_patterns import Pattern, pattern_assertion
from training.tagger.sources.label_model import decode, estimated_accuracy, fit, majority
from training.tagger.sources.reconciled import with_additions
from training.tagger.sources.spans import fill
from training.tagger.sources.terms import TermSource
from training.tagger.sources.votes import ABSTAIN, TAGS, spans_of_tags, votes_of
from training.tagger.weak.annotate import Entity, annotate_words
from training.tagger.weak.sentences import sentences_of
from training.tagger.words import split_words

BIO = ["O", "B-X", "I-X"]


def noisy(truth: np.ndarray, accuracy: float, silent: float, chance: np.random.Generator):
    """A source that is right with `accuracy` and silent on a share of the words."""
    wrong = (truth + chance.integers(1, 3, len(truth))) % 3
    votes = np.where(chance.random(len(truth)) < accuracy, truth, wrong)
    return np.where(chance.random(len(truth)) < silent, 3, votes)


class Rules(unittest.TestCase):
    def test_a_filter_is_a_device_and_the_vein_it_lies_in_is_not(self) -> None:
        for text, wanted in (
            ("Inferior vena cava filter.", [("Inferior vena cava filter", "DEVICE")]),
            (
                "Tip of the catheter in the superior vena cava.",
                [("catheter", "DEVICE"), ("superior vena cava", "ANATOMY")],
            ),
        ):
            words = split_words(text)
            read = [
                (text[words[entity.first].start : words[entity.last].end], entity.type)
                for entity in annotate_words(words)
            ]
            self.assertEqual(read, wanted)


class LabelModel(unittest.TestCase):
    def setUp(self) -> None:
        chance = np.random.default_rng(3)
        sentences = []
        for _ in range(600):
            row = np.zeros(8, dtype=int)
            at = chance.integers(0, 6)
            row[at : at + 3] = [1, 2, 2]
            sentences.append(row[: chance.integers(4, 9)])
        self.lengths = np.array([len(row) for row in sentences])
        self.truth = np.concatenate(sentences)
        self.wanted = (0.95, 0.7, 0.6, 0.55)
        self.votes = np.stack([noisy(self.truth, a, 0.2, chance) for a in self.wanted], axis=1)

    def test_finds_the_accuracies_without_labels(self) -> None:
        model = fit(self.votes, self.lengths, BIO)
        for s, wanted in enumerate(self.wanted):
            spoken = self.votes[:, s] < 3
            measured = (self.votes[spoken, s] == self.truth[spoken]).mean()
            self.assertAlmostEqual(measured, wanted, delta=0.03)
            right = np.mean(
                [model.tables[s, t, t] / model.tables[s, t, :3].sum() for t in range(3)]
            )
            self.assertAlmostEqual(right, wanted, delta=0.05)
        estimates = estimated_accuracy(model, self.votes, self.lengths)
        self.assertEqual(list(np.argsort(-estimates)), [0, 1, 2, 3])

    def test_reads_better_than_the_majority_and_well_formed(self) -> None:
        model = fit(self.votes, self.lengths, BIO)
        posterior, _ = model.posteriors(self.votes, self.lengths)
        np.testing.assert_allclose(posterior.sum(axis=1), 1, atol=1e-9)
        read = decode(model, posterior, self.lengths)
        by_majority = majority(self.votes, 3)
        self.assertGreater((read == self.truth).mean(), (by_majority == self.truth).mean() + 0.05)
        for part in np.split(read, np.cumsum(self.lengths)[:-1]):
            for before, tag in zip([0, *part[:-1]], part, strict=True):
                self.assertFalse(tag == 2 and before == 0)

    def test_forward_backward_agrees_with_enumeration(self) -> None:
        model = fit(self.votes, self.lengths, BIO, rounds=2)
        votes = self.votes[:3]
        likely = np.exp(model.evidence(votes))
        total = np.zeros((3, 3))
        for a in range(3):
            for b in range(3):
                for c in range(3):
                    weight = model.start[a] * likely[0, a] * model.move[a, b] * likely[1, b]
                    weight *= model.move[b, c] * likely[2, c]
                    total[0, a] += weight
                    total[1, b] += weight
                    total[2, c] += weight
        posterior, _ = model.posteriors(votes, np.array([3]))
        np.testing.assert_allclose(posterior, total / total.sum(axis=1, keepdims=True), atol=1e-9)

    def test_clamped_words_teach_the_tables(self) -> None:
        reversed_source = np.where(self.truth == 0, 1, 0)
        votes = np.stack([reversed_source, reversed_source], axis=1)
        model = fit(votes, self.lengths, BIO, clamped=self.truth)
        self.assertGreater(model.tables[0, 0, 1], 0.9)


class Sources(unittest.TestCase):
    def test_terms_take_the_longest_and_plurals(self) -> None:
        source = TermSource({("pleural",): "ANATOMY", ("pleural", "effusion"): "DISEASE"})
        self.assertEqual(source.spans(["small", "pleural", "effusions"]), [(1, 2, "DISEASE")])
        self.assertEqual(source.spans(["pleural", "space"]), [(0, 0, "ANATOMY")])

    def test_prefix_terms(self) -> None:
        source = TermSource({("opaci",): "DISEASE", ("pleural", "scar"): "DISEASE"}, prefixes=True)
        self.assertEqual(
            source.spans(["opacities", "and", "pleural", "scarring"]),
            [(0, 0, "DISEASE"), (2, 3, "DISEASE")],
        )

    def test_patterns_stop_at_clauses(self) -> None:
        patterns = [Pattern((frozenset(["no", "not"]),), "absent")]
        words = ["no", "effusion", "but", "an", "opacity", "."]
        self.assertEqual(pattern_assertion(words, 1, 1, patterns), "absent")
        self.assertEqual(pattern_assertion(words, 4, 4, patterns), "present")

    def test_votes_and_spans_are_inverse(self) -> None:
        spans = {(0, 1, "DISEASE"), (2, 2, "ANATOMY")}
        self.assertEqual(spans_of_tags(votes_of(4, spans)), spans)

    def test_fill_touches_unread_words_only(self) -> None:
        b, i = TAGS.index("B-ANATOMY"), TAGS.index("I-ANATOMY")
        rules = np.array([0, ABSTAIN, 0, 0, TAGS.index("B-DISEASE"), ABSTAIN])
        other = np.array([0, b, i, b, b, i])
        self.assertEqual(list(fill(rules, other)), [0, b, i, 0, rules[4], 0])

    def test_additions_never_overlap_the_rules(self) -> None:
        words = split_words("The heart is enlarged. No effusion near the zygapophysis.")
        sentences = sentences_of(words)
        own = annotate_words(words)
        key = tuple(word.norm for word in words[sentences[1][0] : sentences[1][1]])
        extra = {key: [Entity(4, 4, "ANATOMY", None), Entity(1, 1, "ANATOMY", None)]}
        found = with_additions(words, sentences, own, extra)
        new = [entity for entity in found if entity not in own]
        self.assertEqual([words[entity.first].norm for entity in new], ["zygapophysis"])
        self.assertEqual(found, sorted(found, key=lambda entity: entity.first))


if __name__ == "__main__":
    unittest.main()
