"""Sentences written for this project about substances and devices, which the reports name rarely,
and about denial and doubt.

The last group holds the rarer ways to deny and to hedge. `{c}` is a substance, `{d}` a device, `{a}` a place, `{f}` a finding. Labels come from the rules, except that a
filled `{c}` is always CHEMICAL.
"""

import random

from .examples import Example
from .weak.annotate import Entity, annotate_words
from .words import Word, split_words

SUBSTANCES = (
    "calcium",
    "oxygen",
    "barium",
    "contrast",
    "contrast material",
    "iodine",
    "gadolinium",
    "amiodarone",
    "methotrexate",
    "bleomycin",
    "nitrofurantoin",
    "prednisone",
    "steroids",
    "antibiotics",
    "furosemide",
    "heparin",
    "warfarin",
    "insulin",
    "talc",
    "silica",
    "iron",
    "mercury",
    "lipiodol",
    "nitric oxide",
    "carbon dioxide",
    "water-soluble contrast",
)
SUBSTANCE_SENTENCES = (
    "Retained {c} in the {a}.",
    "There is residual {c} within the {a}.",
    "This nodule may contain {c}.",
    "The {f} is dense and may contain {c} although this cannot be stated with certainty.",
    "{c} is present in the {a} from a prior study.",
    "Residual {c} is seen in the {a}, obscuring the {a}.",
    "The patient is on {c}.",
    "CT could be performed to evaluate for the presence of {c}.",
    "No {c} is seen within the {f}.",
    "{f} is related to {c} toxicity.",
    "History of treatment with {c}, now with {f}.",
    "{c} outlines the {a}.",
    "There is high density {c} in the {a}.",
    "A small amount of oral {c} remains in the {a}.",
    "Residual oral {c} within the {a}.",
    "Retained oral {c} is seen in the {a}.",
    "Enteric {c} opacifies the {a}.",
    "There is residual contrast in the {a}.",
    "Residual oral contrast within the {a}.",
    "Contrast is seen within the {a}.",
    "Oral contrast in the {a}.",
)
DEVICES = (
    "central venous catheter",
    "PICC line",
    "right-sided PICC",
    "left subclavian Port-A-Cath",
    "Mediport",
    "dual-lead pacemaker",
    "AICD",
    "implantable defibrillator",
    "endotracheal tube",
    "ET tube",
    "nasogastric tube",
    "orogastric tube",
    "feeding tube",
    "Dobbhoff tube",
    "enteric tube",
    "chest tube",
    "pigtail catheter",
    "Swan-Ganz catheter",
    "dialysis catheter",
    "tunneled dialysis catheter",
    "tracheostomy tube",
    "gastrostomy tube",
    "sternotomy wires",
    "median sternotomy wires",
    "surgical clips",
    "cholecystectomy clips",
    "mediastinal clips",
    "skin staples",
    "spinal fusion hardware",
    "cervical fusion hardware",
    "orthopedic hardware",
    "mitral valve prosthesis",
    "prosthetic aortic valve",
    "aortic valve replacement",
    "coronary stents",
    "aortic stent graft",
    "IVC filter",
    "inferior vena cava filter",
    "ventriculoperitoneal shunt catheter",
    "VP shunt tubing",
    "loop recorder",
    "vagal nerve stimulator",
    "EKG leads",
    "external pacing leads",
    "epicardial pacing wires",
    "intra-aortic balloon pump",
    "biliary stent",
    "breast implants",
    "shoulder prosthesis",
    "embolization coils",
    "lap band",
    "left ventricular assist device",
    "Impella",
    "ECMO cannula",
    "esophageal stent",
    "tracheal stent",
    "drainage catheter",
    "nephrostomy tube",
    "plate and screws",
    "Harrington rods",
    "humeral prosthesis",
    "internal jugular catheter",
    "monitor leads",
    "suture material",
    "bullet fragments",
)
DEVICE_SENTENCES = (
    "There is a {d} with its tip in the {a}.",
    "The tip of the {d} is in the {a}.",
    "{d} ends at the level of the {a}.",
    "{d} in place.",
    "Interval removal of the {d}.",
    "The {d} has been removed.",
    "{d} is unchanged in position.",
    "Interval placement of a {d}, tip projecting over the {a}.",
    "{d} and {d} are noted.",
    "{d} terminates in the {a}.",
    "No {d} is seen.",
    "The {d} appears intact. No {f}.",
    "Stable {d}. {f} in the {a}.",
    "Status post sternotomy with {d}.",
    "{d} overlies the {a} without {f}.",
    "{d} in place. The {a} is unremarkable.",
    "The {a} is dilated. No {d} is seen.",
)
STANCE_SENTENCES = (
    "The left {f} has resolved.",
    "Previously seen {f} has resolved.",
    "Interval resolution of {f}.",
    "Stable {f} with resolution of small apical {f}.",
    "Resolution of the {f} in the {a} with residual {f}.",
    "The {f} in the {a} is no longer seen.",
    "{f} has cleared in the interval.",
    "Clearing of {f}.",
    "Resolved {f}.",
    "{f} is not seen.",
    "{f} and {f} are not identified.",
    "The {a} is free of {f}.",
    "Negative for {f} or {f}.",
    "There is no {f}, {f}, or {f}, but there is {f} in the {a}.",
    "No {f}. {f} in the {a} is unchanged.",
    "No change in the {f}.",
    "{f} without {f}.",
    "There is {f} which is XXXX a {f}.",
    "{f} in the {a} is XXXX a {f}.",
    "{f} XXXX a calcified {f} in the {a}.",
    "{f} in the {a}, XXXX {f} or {f}.",
    "{f} in the {a} XXXX represents {f}.",
    "{f}, most XXXX secondary to {f}.",
    "{f} in the {a} may represent {f} or {f}.",
    "{f} could reflect early {f}.",
    "{f} suggesting {f}.",
    "{f}, suspicious for {f}.",
    "{f} concerning for {f}.",
    "{f} versus {f} in the {a}.",
    "Cannot exclude {f}.",
    "{f} cannot be excluded.",
    "Superimposed {f} is not excluded.",
    "Differential includes {f} and {f}.",
    "{f}, differential diagnosis includes {f}, {f}, or {f}.",
    "Correlate for {f}.",
    "Question of {f} in the {a}.",
    "Possible {f}. No {f}.",
    "Probable small {f}, {f} is unchanged.",
    "{f} is likely related to {f}.",
    "Findings consistent with {f}.",
    "{f} compatible with known {f}.",
    "The {f} does not appear to be a {f}.",
    "No evidence of {f}, although {f} is possible.",
    "CT is recommended to exclude an underlying {f}.",
    "No typical findings of {f}.",
    "Multiple bilateral rib fractures and {f}.",
    "Right hilar mass and left hilar {f}.",
    "Vertebral body wedge deformities with {f}.",
)
PLACES = (
    "distal esophagus",
    "stomach",
    "colon",
    "splenic flexure",
    "right atrium",
    "SVC",
    "superior vena cava",
    "distal superior vena cava",
    "upper superior vena cava",
    "inferior vena cava",
    "cavoatrial junction",
    "right brachiocephalic vein",
    "left innominate vein",
    "azygos vein",
    "gastroesophageal junction",
    "duodenum",
    "left chest wall",
    "right ventricle",
    "right upper quadrant",
    "upper abdomen",
    "left hemithorax",
    "carina",
    "mid trachea",
    "thoracic spine",
    "left lung base",
    "right hilum",
    "mediastinum",
    "pleural space",
    "left main bronchus",
    "proximal small bowel",
)
FINDINGS = (
    "pneumothorax",
    "pleural effusion",
    "nodule",
    "calcified granuloma",
    "airspace opacity",
    "interstitial opacities",
    "pneumonitis",
    "pulmonary fibrosis",
    "cardiomegaly",
    "atelectasis",
    "mass",
    "scarring",
)


def _fill(
    template: str, substances: list[str], chance: random.Random
) -> tuple[list[Word], list[tuple[int, int]]]:
    """Words of a filled template and the word ranges of its substances."""
    words: list[Word] = []
    marked: list[tuple[int, int]] = []
    pools = {"{c}": substances, "{d}": DEVICES, "{a}": PLACES, "{f}": FINDINGS}
    for part in template.replace("{", " {").replace("}", "} ").split():
        filled = chance.choice(pools[part]) if part in pools else part
        first = len(words)
        offset = words[-1].end + 1 if words else 0
        words += [
            Word(word.norm, word.start + offset, word.end + offset) for word in split_words(filled)
        ]
        if part == "{c}":
            marked.append((first, len(words) - 1))
    return words, marked


def template_examples(chance: random.Random, known: list[list[str]], count: int) -> list[Example]:
    """`count` filled sentences; `known` are further substances, as words."""
    from .report_set import to_example

    substances = list(SUBSTANCES) * 3 + [" ".join(words) for words in known]
    examples: list[Example] = []
    for k in range(count):
        template = chance.choice((SUBSTANCE_SENTENCES, DEVICE_SENTENCES, STANCE_SENTENCES)[k % 3])
        words, marked = _fill(template, substances, chance)
        entities = [
            entity
            for entity in annotate_words(words)
            if not any(entity.first <= last and first <= entity.last for first, last in marked)
        ]
        entities += [Entity(first, last, "CHEMICAL", None) for first, last in marked]
        examples.append(to_example(words, sorted(entities, key=lambda entity: entity.first)))
    return examples
