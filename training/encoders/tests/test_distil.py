"""Distillation: what is learnt from a teacher, what is left out, and resuming."""

from __future__ import annotations

import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.encoders.batches import IGNORED, Batch
from training.encoders.distil import Distillation, DistilOptions, Teacher, upright_films
from training.encoders.network import EncoderOutput, FilmEncoder
from training.encoders.objective import TrainOptions
from training.encoders.trainer import Trainer
from training.findings import FINDINGS
from training.tiny import TINY, generate

SIDE = 64


def teacher_and_student() -> tuple[Teacher, FilmEncoder]:
    """A thin EfficientNet that teaches a thin DenseNet."""
    strong = TINY["efficientnet-lite0"][1]().eval()
    generate(strong, 5)
    torch.manual_seed(6)
    return Teacher.of(strong, []), TINY["densenet121"][1]()


def batch_of(seed: int, turned: int = 0) -> Batch:
    """Eight films, the first `turned` of them turned: their findings do not count."""
    generator = torch.Generator().manual_seed(seed)
    weights = torch.ones(8, len(FINDINGS))
    weights[:turned] = 0
    return Batch(
        torch.randn(8, 1, SIDE, SIDE, generator=generator),
        (torch.rand(8, len(FINDINGS), generator=generator) < 0.2).float(),
        weights,
        torch.full((8,), IGNORED),
        torch.full((8,), IGNORED),
    )


def lessons_to_itself(teacher: Teacher, options: DistilOptions) -> Distillation:
    """A teacher's lessons to a student that is the teacher: its projection changes nothing."""
    lessons = Distillation(teacher, teacher.model.channels, options)
    with torch.no_grad():
        lessons.projection.weight.copy_(torch.eye(teacher.model.channels)[:, :, None, None])
        lessons.projection.bias.zero_()
    return lessons


class LossTest(unittest.TestCase):
    """The loss by itself."""

    def test_is_least_for_the_teacher_itself(self) -> None:
        teacher, _ = teacher_and_student()
        lessons = lessons_to_itself(teacher, DistilOptions(1.0, 1.0))
        with torch.no_grad():
            films, upright = batch_of(1).films, torch.ones(8)
            own = teacher.look(films)
            worse = EncoderOutput(
                own.features + 0.1, own.findings + 0.5, own.view.flip(1), own.orientation
            )
            self.assertAlmostEqual(lessons.features(own.features, own.features).item(), 0.0, 6)
            self.assertLess(
                lessons(own, films, upright).item(), lessons(worse, films, upright).item()
            )

    def test_of_the_means_of_maps_does_not_ask_where_a_feature_lies(self) -> None:
        teacher, _ = teacher_and_student()
        with torch.no_grad():
            wanted = teacher.look(batch_of(1).films).features
            moved = wanted.flip(3)
            losses = [
                lessons_to_itself(teacher, DistilOptions(0, 1, grid)).features(moved, wanted).item()
                for grid in (None, 1)
            ]
        self.assertGreater(losses[0], 0.01)
        self.assertAlmostEqual(losses[1], 0.0, 6)

    def test_compares_maps_of_one_cell_or_more(self) -> None:
        for grid in (0, -1):
            with self.assertRaisesRegex(ValueError, "1 cell a side or more"):
                DistilOptions(feature_grid=grid)

    def test_does_not_ask_the_teacher_for_findings_of_turned_films(self) -> None:
        teacher, _ = teacher_and_student()
        lessons = Distillation(teacher, teacher.model.channels, DistilOptions(1.0, 0.0))
        batch = batch_of(2, turned=3)
        upright = upright_films(batch, mixed=False)
        self.assertEqual(upright.tolist(), [0, 0, 0, 1, 1, 1, 1, 1])
        self.assertEqual(upright_films(batch, mixed=True).tolist(), [0, 0, 0, 1, 1, 0, 0, 0])
        output = teacher.look(batch.films)
        losses = []
        for shift in (0.0, 9.0):
            findings = output.findings.clone()
            findings[:3] += shift
            changed = EncoderOutput(output.features, findings, output.view, output.orientation)
            losses.append(lessons(changed, batch.films, upright).item())
        self.assertEqual(*losses)

    def test_reads_the_teacher_by_its_calibration(self) -> None:
        teacher, _ = teacher_and_student()
        rows = [{"temperature": 2.0, "bias": 0.5} for _ in FINDINGS]
        films = batch_of(3).films
        calibrated = Teacher.of(teacher.model, rows).look(films).findings
        torch.testing.assert_close(calibrated, teacher.look(films).findings / 2 + 0.5)


class TrainingTest(unittest.TestCase):
    """In the trainer."""

    OPTIONS = TrainOptions(plan=(SIDE,), batch=8, warmup_steps=1, ema_decay=0.5, bf16=False)

    def trainer(self, folder: Path) -> Trainer:
        """A student with its lessons."""
        teacher, student = teacher_and_student()
        lessons = Distillation(teacher, student.channels, DistilOptions())
        return Trainer(student, self.OPTIONS, folder, distillation=lessons)

    def test_brings_the_student_nearer_to_the_teacher(self) -> None:
        trainer = self.trainer(Path("unused"))
        films = batch_of(4).films
        lessons = trainer.distillation
        assert lessons is not None
        wanted = lessons._teacher[0].look(films).features

        def distance() -> float:
            trainer.model.eval()
            with torch.no_grad():
                return lessons.features(trainer.model.feature_map(films), wanted).item()

        before = distance()
        for _ in range(30):
            trainer.train_step(batch_of(4), torch.ones(len(FINDINGS)), 0.0)
        self.assertLess(distance(), 0.7 * before)

    def test_leaves_the_teacher_as_it_is_and_out_of_what_is_saved(self) -> None:
        trainer = self.trainer(Path("unused"))
        lessons = trainer.distillation
        assert lessons is not None
        before = {k: v.clone() for k, v in lessons._teacher[0].model.state_dict().items()}
        trainer.train_step(batch_of(5), torch.ones(len(FINDINGS)), 0.0)
        for name, value in lessons._teacher[0].model.state_dict().items():
            self.assertTrue(torch.equal(value, before[name]), name)
        self.assertEqual(set(lessons.state_dict()), {"projection.weight", "projection.bias"})

    def test_goes_on_after_a_stop_as_if_there_had_been_none(self) -> None:
        weight = torch.ones(len(FINDINGS))
        with tempfile.TemporaryDirectory() as folder:
            first = self.trainer(Path(folder))
            first.train_step(batch_of(7), weight, 0.0)
            first.epoch = 1
            first.save()
            second = self.trainer(Path(folder))
            second.resume()
            for trainer in (first, second):
                torch.manual_seed(9)
                trainer.random = np.random.default_rng(9)
                trainer.train_step(batch_of(8), weight, 0.5)
        for (name, one), two in zip(
            first.model.state_dict().items(), second.model.state_dict().values(), strict=True
        ):
            torch.testing.assert_close(one, two, msg=name)

    def test_remembers_after_a_stop_what_it_was_begun_with(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first = self.trainer(Path(folder))
            first.options = replace(
                first.options, pack="densenet121 1.0.0", opinions=("a 1", "b 1")
            )
            first.epoch = 1
            first.save()
            second = self.trainer(Path(folder))
            second.options = replace(second.options, opinions=("c 1",))
            second.resume()
        self.assertEqual(second.options.pack, "densenet121 1.0.0")
        self.assertEqual(second.options.opinions, ("a 1", "b 1", "c 1"))


if __name__ == "__main__":
    unittest.main()
