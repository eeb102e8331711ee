"""Typical reports: how they are chosen, what of them a study takes, and that training tells them."""

import random
import unittest
from dataclasses import replace

import torch

from training.decoders.examples import Example, make_example, target_words
from training.decoders.typical import (
    Choice,
    TypicalOptions,
    central_texts,
    choose,
    reward_table,
    typical_sentences,
    with_typical,
)
from training.text.studies import Study
from training.text.vocabulary import build_vocabulary


def example(text: str, uid: str = "1") -> Example:
    made = make_example(Study(uid, "train", text, "", ("f.png",), (), False), 2.0, 1.3)
    assert made is not None
    return made


def told(own: str, typical: str) -> list[str]:
    sentences = typical_sentences(example(own), example(typical))
    return [" ".join(sentence) for sentence in sentences]


NORMAL = "The heart is normal in size. The lungs are clear. No pleural effusion or pneumothorax."


class WhatAStudyTakes(unittest.TestCase):
    def test_a_normal_study_takes_the_whole_report(self) -> None:
        self.assertEqual(
            told("Heart size normal.", NORMAL),
            [
                "the heart is normal in size .",
                "the lungs are clear .",
                "no pleural effusion or pneumothorax .",
            ],
        )

    def test_its_own_findings_stay_and_are_not_denied(self) -> None:
        sentences = told("Lungs are clear. There is a small left pleural effusion.", NORMAL)
        self.assertIn("there is a small left pleural effusion .", sentences)
        self.assertIn("there is no pneumothorax .", sentences)
        self.assertNotIn("no pleural effusion or pneumothorax .", sentences)

    def test_findings_of_the_other_study_are_not_taken(self) -> None:
        sentences = told("The lungs are clear.", "There is a large right effusion. Bones intact.")
        self.assertEqual(sentences, ["bones intact ."])

    def test_each_sentence_keeps_its_place(self) -> None:
        sentences = told("Mild cardiomegaly. Lungs are clear. Bones normal.", NORMAL)
        self.assertEqual(sentences[0], "mild cardiomegaly .")
        self.assertEqual(sentences[-1], "no pleural effusion or pneumothorax .")

    def test_where_nothing_is_left_its_own_words_are_told(self) -> None:
        bare = example("Lungs are clear.")
        odd = example("There is a large right effusion.", "2")
        (first, _) = with_typical([bare, odd], {"1": "2", "2": "2"}, 2.0, 1.3)
        self.assertEqual(first.typical, ())
        vocabulary = build_vocabulary([bare.sentences], 1, {})
        _, targets, _ = target_words(first, vocabulary, 60, 0.0, random.Random(0), typical=1.0)
        self.assertEqual(vocabulary.decode(targets[:-1]), ["lungs", "are", "clear", "."])


class Earning(unittest.TestCase):
    def setUp(self) -> None:
        self.usual = "the heart is normal . the lungs are clear ."
        self.own = "there is a calcified granuloma in the right upper lobe ."
        self.references = [self.usual, self.usual, self.own, "the lungs are clear bilaterally ."]

    def test_a_text_that_others_have_too_earns_all(self) -> None:
        table = reward_table(self.references, [self.usual, self.own], 2.0)
        self.assertAlmostEqual(float(table[0, 0]), 12.0, places=5)
        self.assertGreater(float(table[3, 0]), float(table[3, 1]))

    def test_words_that_a_study_alone_has_earn_it_nothing(self) -> None:
        table = reward_table(self.references, [self.own], 2.0)
        self.assertEqual(float(table[2, 0]), 0.0)

    def test_the_most_central_come_first(self) -> None:
        texts = central_texts(self.references * 8, {self.usual, self.own}, 1)
        self.assertEqual(texts, [self.usual])


class Choosing(unittest.TestCase):
    def test_the_films_tell_which_report_earns_most(self) -> None:
        generator = torch.Generator().manual_seed(2)
        features = torch.randn(300, 4, generator=generator)
        left = features[:, 0] > 0
        rewards = torch.stack([left.float(), (~left).float(), torch.full((300,), 0.2)], dim=1)
        options = TypicalOptions(networks=1, epochs=60, rate=1e-2, dropout=0.1)
        asked = torch.tensor([[2.0, 0, 0, 0], [-2.0, 0, 0, 0]])
        found = choose(Choice([11, 12, 13], rewards, features), asked, options)
        self.assertEqual(found, [11, 12])


class Telling(unittest.TestCase):
    def test_the_share_of_examples_told_so(self) -> None:
        own = example("Lungs are clear.")
        own = replace(own, typical=(("heart", "normal", "."),), typical_weights=(1.0,))
        vocabulary = build_vocabulary([own.sentences, own.typical], 1, {})
        rng = random.Random(3)

        def share(typical: float) -> float:
            rows = [target_words(own, vocabulary, 60, 0.0, rng, 0.0, typical) for _ in range(200)]
            return sum("heart" in vocabulary.decode(row[1][:-1]) for row in rows) / 200

        self.assertEqual([share(0.0), share(1.0)], [0.0, 1.0])
        self.assertAlmostEqual(share(0.5), 0.5, delta=0.15)


if __name__ == "__main__":
    unittest.main()
