"""The model card of an encoder: sources, licences and the measured figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..findings import FINDINGS
from ..packs.card import CLAIM, ModelCard, claim, source_list, table
from .architectures import Architecture
from .calibrate import FindingCalibration
from .gate import Gate
from .load import epochs_of
from .network import FilmEncoder

LICENCE = "Apache 2.0; research use only; trained on films under the licences of its sources"

FILMS: list[dict[str, str]] = [
    {
        "name": "Indiana University chest X-rays (Open-i; Demner-Fushman et al. 2016)",
        "licence": "CC BY-NC-ND 4.0",
        "url": "https://openi.nlm.nih.gov/",
        "note": "Films at 256 px; findings from NegBio's gold standard (public domain) and MeSH.",
    },
    {
        "name": "NIH ChestX-ray14 (Wang et al. 2017), part of the films at 128 to 320 px",
        "licence": "NIH Clinical Center: free use with attribution",
        "url": "https://nihcc.app.box.com/v/ChestXray-NIHCC",
    },
    {
        "name": "ROCOv2, adult chest radiographs of open-access papers with captions",
        "licence": "CC BY, per source paper",
        "note": "Findings read from the captions by rules.",
    },
    {
        "name": "Kermany et al. 2018, paediatric pneumonia films",
        "licence": "CC BY 4.0",
    },
    {
        "name": "COVID-19 image data collection (Cohen et al. 2020)",
        "licence": "per image: CC BY, CC BY-NC-SA, CC BY-NC-ND or by reference",
    },
    {
        "name": "Pictures made by the project, and sample pictures of scikit-image, scikit-learn "
        "and matplotlib",
        "licence": "as those packages",
        "note": "The class `other` of the view head.",
    },
]

CALIBRATION_NOTE = (
    "Calibration p = sigmoid(logit / temperature + bias), fitted on IU and NIH validation films "
    "together. A finding that is not judged had fewer than 10 positives in either, or an AUROC "
    "below 0.6 inside them (weighted by positives)."
)

GROUP_TITLES = {
    "nih": "NIH films",
    "roco": "ROCO films",
    "iu": "IU studies, views averaged",
    "iuFrontal": "IU frontal",
    "iuLateral": "IU lateral",
}


def _auroc_table(result: dict[str, Any], exact: dict[str, Any] | None) -> str:
    groups = [group for group in GROUP_TITLES if group in result["sources"]]
    rows: list[list[Any]] = []
    for name in FINDINGS:
        values = [result["sources"][group]["auroc"].get(name) for group in groups]
        if any(value is not None for value in values):
            rows.append([name, *values])
    rows.append(["**mean, int8**", *(result["sources"][g]["meanAuroc"] for g in groups)])
    if exact:
        rows.append(["mean, float32", *(exact["sources"][g]["meanAuroc"] for g in groups)])
    rows.append(["films or studies", *(result["sources"][g]["films"] for g in groups)])
    return table(["finding", *(GROUP_TITLES[group] for group in groups)], rows)


def _calibration_table(result: dict[str, Any], calibration: Sequence[FindingCalibration]) -> str:
    rows = []
    for row in calibration:
        measured = result["calibration"].get(row.name, {})
        judged = "yes" if row.judged else "no"
        rows.append([row.name, judged, row.threshold, measured.get("error"), measured.get("f1")])
    return table(["finding", "judged", "threshold", "calibration error", "F1"], rows)


def _gate_text(result: dict[str, Any], gate: Gate) -> str:
    measured, turned = result["gate"], result["orientation"]
    return (
        f"View of IU films: accuracy {measured['iuView']['accuracy']:.4f}. NIH films called "
        f"frontal: {measured['nihFrontal']:.4f}. Other pictures of kinds not trained on "
        f"({measured['others']}): recall {measured['otherRecall']:.4f}, "
        f"{measured['otherRecallAtGate']:.4f} at the gate's point {gate.other:.4f}, at which "
        f"{100 * measured['chestsRefused']:.2f} % of {measured['chests']} chest films are "
        f"refused. Orientation over {turned['films']} films in each of five orientations: "
        f"accuracy {turned['accuracy']:.4f}; recall of turned and inverted films "
        f"{turned['recallAtGate']:.4f} at the gate's point {gate.orientation:.4f}."
    )


def _boxes_text(boxes: dict[str, float]) -> str:
    return (
        f"Class activation on {boxes['films']} NIH films on which a radiologist drew a box around the "
        f"finding: its highest cell lies in a box in {100 * boxes['pointed']:.0f} % (the boxes cover "
        f"{100 * boxes['covered']:.0f} % of a film); mean AUROC of the places in the box against "
        f"those outside {boxes['areaAuroc']:.3f} (0.5 is chance). No box was shown in training."
    )


def sources_of(architecture: Architecture) -> list[dict[str, str]]:
    """Starting weights and collections, for manifest and card."""
    return [*([architecture.origin] if architecture.origin else []), *FILMS]


TRAINED = "Trained with "
"""How the paragraph on the training begins."""
WEAK = 0.7
"""AUROC under which the card names a finding as weak."""


def training_note(architecture: Architecture, checkpoint: dict[str, Any]) -> str:
    """How the checkpoint (as `torch.load` gives it) came to be."""
    start = architecture.origin["name"] if architecture.origin else "nothing"
    if pack := checkpoint.get("pack"):
        start = f"the shipped weights of {pack} (int8; its card tells how they came to be)"
    teacher = checkpoint.get("teacher")
    taught = f", distilled from {teacher} (soft labels and features)" if teacher else ""
    if opinions := checkpoint.get("opinions"):
        *others, last = opinions
        names = f"{', '.join(others)} and {last}" if others else last
        taught += f", with the pooled opinions of {names} among the labels"
    reports = checkpoint.get("reports")
    joint = (
        f" Then the last parts for {reports} epochs together with a report decoder (`train-jointly`), "
        "the heads held to what they said before."
        if reports
        else ""
    )
    turned = checkpoint.get("orientationFilms")
    fitted = (
        f" The orientation head was then fitted anew to {turned} films in each orientation (`fit-orientation`)."
        if turned
        else ""
    )
    epochs = ", then ".join(str(count) for count in epochs_of(checkpoint))
    return (
        f"{TRAINED}`python -m training train-encoder --model {architecture.name}` from {start}{taught}: "
        f"{epochs} epochs, the last with films of {checkpoint['side']} px; the weights "
        f"are averages over the steps.{joint}{fitted}"
    )


def _details(architecture: Architecture, model: FilmEncoder, training: str) -> str:
    side, cells = architecture.side, model.map_side(architecture.side)
    return (
        f"{architecture.network}, one grey channel of {side} x {side} px in, a {cells} x {cells} "
        f"x {model.channels} feature map out. Three heads on its mean: 17 findings, view (frontal, "
        "lateral, other), orientation (upright, turned by 90, 180 or 270 degrees clockwise, "
        f"inverted grey scale). Weights int8 per output channel; early layers "
        f"({', '.join(part.rstrip('.') for part in model.exact)}), depthwise kernels, biases and "
        "norms float16; biases corrected for the mean error of int8. Exported with `python -m "
        f"training export-encoder`.\n\n{training}"
    )


def _weak(result: dict[str, Any]) -> str:
    """The findings that the network hardly sees on NIH films."""
    scores = result["sources"].get("nih", {"auroc": {}})["auroc"]
    weak = [name for name, score in scores.items() if score < WEAK]
    return (
        f"On NIH films these findings stay under an AUROC of {WEAK}: {', '.join(weak)}. "
        if weak
        else ""
    )


_ETHICS = (
    "Data: the films are public and de-identified; no film is part of the pack. Films that a user "
    "opens stay on the user's machine.\n\n"
    "Human life: a probability on the screen can sway a reader, most of all one who is in a hurry or "
    "still learns. It is shown with its threshold, as part of a draft, and marked as research.\n\n"
    "Risks: the collections hold mostly adults of the United States; how the network does by age, "
    "sex or ethnicity was not measured, and labels mined from reports carry the habits of those who "
    "wrote them. Bedside films and devices go with illness, so part of what it knows may be how a "
    "film was made."
)


def _claim(architecture: Architecture) -> str:
    start = "from weights of another task" if architecture.origin else "from nothing"
    return claim(
        {
            "Study design": "Retrospective; public collections; to build a feature extractor.",
            "Data": "Sources and what each labels: above; preparation: training/README.md.",
            "Ground truth": "IU: manual annotation of the reports (Open-i); NIH: mined from reports; "
            "ROCO: captions by rules. No film was read anew.",
            "Data partitions": "Disjoint by patient, where the patient is known; read_all refuses "
            "anything else. No sample size was calculated.",
            "Model": "training/encoders and src/engine/encoders; a parity golden of every pack.",
            "Training": f"It started {start}; augmentation, sampling and averaging: "
            "training/README.md.",
            "Evaluation": "AUROC, calibration, thresholds on validation films of three collections; "
            "int8 against float32. Robustness: turned, inverted and other pictures; both forms of "
            "the IU films. Explainability: class activation maps, measured by the pointing game "
            "(docs/EVALUATION.md).",
            "Failure analysis": "By finding and by collection; no reader study.",
            "Not done": "Prospective or multi-centre test, comparison with readers, demographic "
            "subgroups, registration.",
        }
    )


def card(
    architecture: Architecture,
    model: FilmEncoder,
    training: str,
    result: dict[str, Any],
    exact: dict[str, Any] | None,
    calibration: Sequence[FindingCalibration],
    gate: Gate,
) -> str:
    """The card as Markdown. `result`: figures of the int8 network, `exact`: of float32, where they
    could be measured; `training`: how it was trained."""
    forms = result["bothForms"]
    sections = {
        "Model details": _details(architecture, model, training),
        "Intended use": (
            "Features for the report decoders and a first, uncertain opinion on findings, for "
            "research, teaching and demonstration, by people who can read the film themselves. Out "
            "of scope: diagnosis, triage, any decision "
            "about a patient; films of other body parts; films of small children (only the "
            "pneumonia label was trained on children's films)."
        ),
        "Factors": (
            "Source collection, view (frontal or lateral), portable (AP) or standing (PA) films, "
            "image size: the NIH films of the training set are mostly 128 px. Films are squeezed "
            f"to a square whatever their shape. {forms['films']} IU films that exist in both forms "
            "(own shape, and squeezed to 256 px) differ in a finding's probability by "
            f"{forms.get('meanDifference', 0):.4f} on average, and agree in "
            f"{100 * forms.get('sameDecision', 0):.1f} % of the decisions."
            if forms["films"]
            else "Source collection, view, image size. Films are squeezed to a square."
        ),
        "Metrics": (
            "AUROC of each finding with at least 10 positives, and their mean; expected "
            "calibration error over 10 bins of equal count; F1 at the threshold; recall of view, "
            "orientation and other pictures. In ROCO a finding that the caption does not mention "
            "counts as absent. Thresholds: one a finding, where F1 is highest on validation films; what "
            "is over it the app lists as found, findings that are not judged never. No intervals: "
            "the count of positives behind a figure tells how far to trust it. All figures are "
            "printed by `python -m training evaluate-encoder`."
        ),
        "Evaluation data": (
            "Validation patients only: the R2Gen val split of IU, the val patients of the NIH "
            "films, a tenth of the ROCO films by hash of the file name. No known patient is in "
            "training and validation; the patients of 791 NIH films that show effusion or "
            "nothing, used for training alone, are not known. The same films chose the training settings, the thresholds and the "
            "calibration, so expect a little less on others."
        ),
        "Training data": source_list(sources_of(architecture))
        + "\n\nNIH labels were mined from reports by text rules and hold errors. Labels that a "
        "collection does not state are left out of the loss.",
        "Quantitative analyses": "\n\n".join(
            [
                "AUROC on validation films (a dash: fewer than 10 positives).",
                _auroc_table(result, exact),
                CALIBRATION_NOTE,
                _calibration_table(result, calibration),
                _gate_text(result, gate),
                *([_boxes_text(result["boxes"])] if result["boxes"] else []),
            ]
        ),
        "Ethical considerations": _ETHICS,
        "Caveats and recommendations": (
            f"{_weak(result)}The NIH figures of Pneumonia and Edema are flattered: most "
            "such films come from one part of the collection, which is sharper than the rest. "
            "Rare findings (Hernia, Fracture, Mass, Pneumonia in IU) rest on few films. Fracture "
            "and Support_Devices are known from IU and ROCO texts alone. A small pneumothorax or "
            f"nodule may vanish at {architecture.side} px. Do not use outside research."
        ),
        CLAIM: _claim(architecture),
    }
    return ModelCard(architecture.title, sections).render()
