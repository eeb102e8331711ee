"""The public layouts on generated files, and training on them streamed from disk."""

import csv
import gzip
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from PIL import Image

from training.data import stream
from training.data.film import UNKNOWN_VIEW
from training.data.public import FRONTAL, LATERAL, read_mimic, read_nih_full
from training.data.stream import StreamedFilms
from training.encoders.batches import SamplingOptions, TrainingFilms
from training.encoders.efficientnet_lite import EfficientNetLite, Stage
from training.encoders.objective import TrainOptions
from training.encoders.train import train
from training.encoders.trainer import Trainer
from training.findings import FINDING_INDEX

NIH_COLUMNS = ("Image Index", "Finding Labels", "Follow-up #", "Patient ID", "View Position")
MIMIC_NAMES = ("Pleural Effusion", "Pneumonia", "No Finding", "Lung Lesion")


def write_film(path: Path, seed: int, size: tuple[int, int] = (90, 70)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)
    Image.fromarray(pixels).save(path)


def write_nih(folder: Path, count: int = 48) -> None:
    """The full set's layout: films over two image folders, one listed for the test."""
    rows = []
    for i in range(count):
        name = f"{i // 2:08d}_{i % 2:03d}.png"
        write_film(folder / f"images_{1 + i % 2:03d}" / "images" / name, i)
        found = "Effusion|Pleural_Thickening" if i % 3 == 0 else "No Finding"
        rows.append((name, found, "0", f"{i // 2}", "PA"))
    rows.append(("99999999_000.png", "Mass", "0", "99999999", "PA"))
    with (folder / "Data_Entry_2017_v2020.csv").open("w", newline="") as file:
        csv.writer(file).writerows([NIH_COLUMNS, *rows])
    (folder / "test_list.txt").write_text("00000001_000.png\n00000001_001.png\n")


def write_mimic(folder: Path) -> None:
    """MIMIC-CXR-JPG's layout with two studies of one subject and one of the test part."""
    films = (
        ("a", "10000032", "50414267", "PA", "train"),
        ("b", "10000032", "50414267", "LATERAL", "train"),
        ("c", "10000032", "53189527", "", "validate"),
        ("d", "11000001", "50000001", "AP", "test"),
    )
    stated = (
        ("10000032", "50414267", "1.0", "-1.0", "", ""),
        ("10000032", "53189527", "0.0", "", "1.0", ""),
        ("11000001", "50000001", "", "", "1.0", ""),
    )
    for i, (name, subject, study, _, _) in enumerate(films):
        place = folder / "files" / f"p{subject[:2]}" / f"p{subject}" / f"s{study}"
        write_film(place / f"{name}.jpg", i)
    tables = {
        "metadata": [("dicom_id", "subject_id", "study_id", "ViewPosition")]
        + [film[:4] for film in films],
        "split": [("dicom_id", "study_id", "subject_id", "split")]
        + [(name, study, subject, split) for name, subject, study, _, split in films],
        "chexpert": [("subject_id", "study_id", *MIMIC_NAMES), *stated],
    }
    for name, rows in tables.items():
        path = folder / f"mimic-cxr-2.0.0-{name}.csv.gz"
        with gzip.open(path, "wt", newline="") as file:
            csv.writer(file).writerows(rows)


class Layouts(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)

    def test_nih(self) -> None:
        write_nih(self.folder)
        films = read_nih_full(self.folder)
        self.assertEqual(len(films), 46)
        self.assertTrue(all(film.path.exists() for film in films))
        self.assertNotIn("00000001_000.png", {film.path.name for film in films})
        train_patients = {film.patient for film in films if film.split == "train"}
        val_patients = {film.patient for film in films if film.split == "val"}
        self.assertTrue(train_patients and val_patients)
        self.assertFalse(train_patients & val_patients)
        self.assertEqual(films[0].labels[FINDING_INDEX["Pleural_Thickening"]], 1.0)
        self.assertEqual(films[0].weights[FINDING_INDEX["Support_Devices"]], 0.0)

    def test_mimic(self) -> None:
        write_mimic(self.folder)
        films = read_mimic(self.folder)
        self.assertEqual([film.split for film in films], ["train", "train", "val"])
        self.assertEqual([film.view for film in films], [FRONTAL, LATERAL, UNKNOWN_VIEW])
        self.assertTrue(all(film.path.exists() for film in films))
        effusion, pneumonia = FINDING_INDEX["Effusion"], FINDING_INDEX["Pneumonia"]
        self.assertEqual((films[0].labels[effusion], films[0].weights[effusion]), (1.0, 1.0))
        self.assertEqual(films[0].weights[pneumonia], 0.0)
        self.assertEqual((films[2].labels[effusion], films[2].weights[effusion]), (0.0, 1.0))
        self.assertEqual(films[2].weights[pneumonia], 0.5)

    def test_a_missing_table_is_named(self) -> None:
        with self.assertRaisesRegex(FileNotFoundError, "Data_Entry_2017"):
            read_nih_full(self.folder)

    def test_streamed_batches_are_those_from_memory(self) -> None:
        write_nih(self.folder)
        films = [film for film in read_nih_full(self.folder) if film.split == "train"]
        streamed = StreamedFilms(films, side=48, readers=2)
        held = streamed[:]
        self.assertEqual(held.shape, streamed.shape)
        others = held[:4]
        epochs = [
            list(TrainingFilms(films, pixels, others, 32).epoch(1, 8, SamplingOptions()))
            for pixels in (streamed, held)
        ]
        self.assertGreater(len(epochs[0]), 3)
        for one, other in zip(*epochs, strict=True):
            torch.testing.assert_close(one.films, other.films, rtol=0, atol=0)
            torch.testing.assert_close(one.labels, other.labels, rtol=0, atol=0)

    def test_an_epoch_reads_each_film_when_needed_and_holds_a_few_batches(self) -> None:
        write_nih(self.folder)
        films = [film for film in read_nih_full(self.folder) if film.split == "train"]
        loaded = TrainingFilms(
            films, StreamedFilms(films, 48, 1), np.zeros((0, 48, 48), np.uint8), 32
        )
        with mock.patch.object(stream, "read_film", wraps=stream.read_film) as read:
            batches = loaded.epoch(1, 4, SamplingOptions())
            self.assertEqual(read.call_count, 0)
            first = next(batches)
            self.assertEqual(len(first.films), 4)
            # At most: the batch taken, four waiting, one being made.
            self.assertLessEqual(read.call_count, 6 * 4)
            rest = list(batches)
        self.assertEqual(read.call_count, 4 * (1 + len(rest)))

    def test_training_runs_on_streamed_films(self) -> None:
        write_nih(self.folder)
        films = read_nih_full(self.folder)
        model = EfficientNetLite((Stage(1, 3, 2, 1, 8), Stage(1, 3, 2, 2, 8)), 4, 8)
        options = TrainOptions(plan=(32,), batch=8, warmup_steps=1, bf16=False)
        trainer = Trainer(model, options, self.folder / "run")
        streamed = StreamedFilms(films, side=48, readers=2)
        train(trainer, films, streamed, streamed[:4], SamplingOptions(), self.folder)
        self.assertEqual(trainer.epoch, 1)
        self.assertTrue((self.folder / "run" / "epoch1.pt").exists())
        self.assertIn('"nih"', (self.folder / "run" / "epochs.jsonl").read_text())


if __name__ == "__main__":
    unittest.main()
