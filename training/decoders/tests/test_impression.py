"""The impression: what is learnt of it, and that it follows the findings as they stand."""

import random
import unittest
from dataclasses import replace

import torch

from training.decoders.attention_decoder import AttentionDecoder, Sizes
from training.decoders.batches import Batch
from training.decoders.decoding import NEVER, Rules, finished_report, forbidden, greedy
from training.decoders.examples import Example, make_example, target_words
from training.decoders.impression import impressions
from training.decoders.material import vocabulary_of
from training.decoders.objective import DecoderLoss
from training.text.studies import Study
from training.text.vocabulary import BOS, EOS, SPECIAL, Vocabulary

WORDS = Vocabulary((*SPECIAL, ".", ",", "a", "b", "c", "d"))
RULES = Rules.of(WORDS, max_length=30)
STOP, A, B, C = 4, 6, 7, 8


def study(findings: str, impression: str) -> Study:
    return Study("1", "train", findings, impression, ("film.png",), (), False)


class Targets(unittest.TestCase):
    def words(self, example: Example, weight: float) -> tuple[list[int], list[int], list[float]]:
        ids = ("<pad>", "<bos>", "<eos>", "<unk>", ".", "lungs", "are", "clear", "no", "effusion")
        return target_words(example, Vocabulary(ids), 60, 0.0, random.Random(1), weight)

    def test_a_second_segment_with_its_own_weight(self):
        example = make_example(study("Lungs are clear.", "1. No effusion."))
        self.assertEqual(
            self.words(example, 0.5),
            (
                [BOS, 5, 6, 7, 4, EOS, 8, 9, 4],
                [5, 6, 7, 4, EOS, 8, 9, 4, EOS],
                [1.0] * 5 + [0.5] * 4,
            ),
        )

    def test_stated_findings_keep_their_weight_in_the_impression(self):
        example = make_example(study("Lungs are clear.", "Right pleural effusion."), 2.0)
        self.assertEqual(self.words(example, 0.5)[2], [1.0] * 5 + [1.0] * 4 + [0.5])

    def test_findings_alone_without_an_impression_or_without_its_weight(self):
        alone = ([BOS, 5, 6, 7, 4], [5, 6, 7, 4, EOS], [1.0] * 5)
        for impression, weight in (("", 0.5), ("XXXX XXXX.", 0.5), ("No effusion.", 0.0)):
            example = make_example(study("Lungs are clear.", impression))
            self.assertEqual(self.words(example, weight), alone)

    def test_a_sentence_too_long_is_not_taught_in_part(self):
        long = " and ".join(["clear"] * 16)
        example = make_example(study("Lungs are clear.", f"{long}. No effusion."))
        self.assertEqual(example.impression, (("no", "effusion", "."),))

    def test_words_of_impressions_are_in_the_vocabulary(self):
        examples = [make_example(study("Lungs are clear.", "No effusion."))] * 3
        self.assertIn("effusion", vocabulary_of(examples).tokens)


class Writing(unittest.TestCase):
    """With a GRU; below the same with an LSTM."""

    cell = "gru"

    def setUp(self):
        torch.manual_seed(4)
        sizes = Sizes(len(WORDS.tokens), 8, 16, 12, 12, 12, self.cell, 2, 9)
        self.model = AttentionDecoder(sizes).eval()
        with torch.no_grad():
            self.model.output.weight.mul_(8)
            self.model.embedding.weight.mul_(8)
            getattr(self.model, self.cell).weight_hh.mul_(4)
            self.model.output.bias[STOP] = 2.0
            self.slots = self.model.slots(
                torch.rand(6, 49, 8) * 4, torch.rand(6, 49, 8) * 4, torch.rand(6, 17)
            )
        self.findings = greedy(self.model, self.slots, RULES)

    def teacher_forced(self, row: int, findings: list[int]) -> list[int]:
        """The same by whole forward passes, word after word."""
        written: list[int] = []
        while len(written) < 9:
            words = torch.tensor([[BOS, *findings, EOS, *written]])
            logits = self.model(words, self.slots[row : row + 1])[0, -1]
            logits[forbidden(written, RULES)] = NEVER
            token = int(logits.argmax())
            if token == EOS:
                break
            written.append(token)
        return finished_report(written, RULES)

    def test_it_goes_on_from_the_findings_as_teacher_forcing_does(self):
        # Findings of several lengths in one batch, one of them empty.
        given = [*self.findings[:4], [], [A, STOP]]
        self.assertGreater(len({len(tokens) for tokens in given}), 2)
        written = impressions(self.model, self.slots, given, RULES)
        self.assertTrue(any(written))
        with torch.no_grad():
            wanted = [self.teacher_forced(row, tokens) for row, tokens in enumerate(given)]
        self.assertEqual(written, wanted)

    def test_it_ends_its_sentences_within_its_length(self):
        for tokens in impressions(self.model, self.slots, self.findings, RULES):
            self.assertLessEqual(len(tokens), 9)
            self.assertEqual(tokens[-1:], [STOP] if tokens else [])

    def test_a_decoder_that_has_learnt_none_writes_none(self):
        self.model.sizes = replace(self.model.sizes, impression=0)
        self.assertEqual(impressions(self.model, self.slots, self.findings, RULES), [[]] * 6)

    def test_findings_are_those_of_a_decoder_without_impressions(self):
        self.model.sizes = replace(self.model.sizes, impression=0)
        self.assertEqual(greedy(self.model, self.slots, RULES), self.findings)


class WritingWithMemory(Writing):
    cell = "lstm"


class Learning(unittest.TestCase):
    cell = "gru"

    def test_it_learns_an_impression_that_follows_from_the_findings(self):
        torch.manual_seed(2)
        model = AttentionDecoder(Sizes(len(WORDS.tokens), 4, 24, 8, 8, 8, self.cell, 2, 9), 0.0)
        rows = [[BOS, A, STOP, EOS, B, STOP, EOS], [BOS, C, STOP, EOS, A, STOP, EOS]]
        words = torch.tensor(rows)
        frontal, findings = torch.ones(2, 3, 4), torch.zeros(2, 17)
        weights = torch.ones(2, 6) * torch.tensor([1, 1, 1, 0.5, 0.5, 0.5])
        batch = Batch([], frontal, None, findings, words[:, :-1], words[:, 1:], weights)
        objective = DecoderLoss(model, 0.0)
        optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
        for _ in range(200):
            loss = objective(batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        model.eval()
        slots = model.slots(frontal, None, findings)
        written = impressions(model, slots, [[A, STOP], [C, STOP]], RULES)
        self.assertEqual(written, [[B, STOP], [A, STOP]])


class LearningWithMemory(Learning):
    cell = "lstm"


if __name__ == "__main__":
    unittest.main()
