"""Findings asserted in report or caption text, in the manner of NegBio and CheXpert.

A mention is a phrase; it is negated or uncertain by a cue before or after it inside the same
clause. Over all mentions of a finding, present beats uncertain beats absent.
"""

from __future__ import annotations

import re

PHRASES: dict[str, str] = {
    "Atelectasis": r"atelecta\w*|collapsed? (?:of the )?(?:\w+ )?(?:lung|lobe)|lung collapse"
    r"|lobar collapse|(?:lung|lobe) (?:is )?collapsed|volume loss",
    "Cardiomegaly": r"cardiomegaly|(?:cardiac|heart) (?:silhouette |shadow |size )?(?:is |was |are |"
    r"remains? |appears? )?(?:\w+ly )?(?:enlarge\w+|increased)|enlarge\w* (?:of )?(?:the )?"
    r"(?:cardiac|heart|cardiomediastinal|cardiopericardial)|cardiac enlargement"
    r"|(?:increased?|increase in) (?:the )?cardio-?thoracic (?:ratio|index)",
    "Effusion": r"pleural (?:\w+ )?effusions?|effusions?|pleural fluid|hydro-?thorax|ha?emothorax"
    r"|hydropneumothorax|empyema|(?:costophrenic|cp) (?:\w+ )?(?:angle\w* |sulc\w+ )?(?:is |are )?"
    r"blunt\w*|blunting of (?:the )?(?:\w+ ){0,3}costophrenic",
    "Infiltration": r"infiltrat\w+|(?:air-?\s?space|alveolar|interstitial|patchy|ground[- ]glass|"
    r"hazy|reticul\w+) (?:\w+ )?(?:opacit\w+|opacific\w+|disease|shadow\w*|infiltrat\w+)",
    "Mass": r"mass(?:es)?\b|tumou?rs?\b|masslike|mass-like",
    "Nodule": r"nodul\w+|micronodul\w+|coin lesions?|granulomas?\b",
    "Pneumonia": r"(?:broncho)?pneumonia\w*|pneumonitis|pneumonic",
    "Pneumothorax": r"(?:hydro|ha?emo)?pneumothora\w+",
    "Consolidation": r"consolidat\w+",
    "Edema": r"(?:pulmonary|interstitial|alveolar|lung|perihilar) (?:\w+ )?o?edema|o?edema"
    r"|(?:vascular|pulmonary|venous) congestion|cephali[sz]ation",
    "Emphysema": r"emphysema\w*|hyperinflat\w+|hyperexpan\w+|copd"
    r"|chronic obstructive pulmonary disease|bullae|bullous",
    "Fibrosis": r"fibro(?:sis|tic|thorax)|fibro-?\w+ (?:lesion|change|density)\w*|honeycomb\w*"
    r"|scarring|pulmonary scars?",
    "Pleural_Thickening": r"pleural (?:\w+ )?(?:thickening|scarring|plaques?)|thicken\w+ pleura"
    r"|apical (?:cap|thickening)",
    "Hernia": r"hernia\w*",
    "Fracture": r"fractur\w+",
    "Support_Devices": r"pace-?maker\w*|catheter\w*|picc|(?:endotracheal|tracheostomy|nasogastric|"
    r"chest|feeding|et|ng|enteric|drainage|thoracostomy|intercostal|orogastric) tubes?|stents?\b"
    r"|port-?a-?cath\w*|mediport|(?:central|venous|picc|subclavian|jugular) lines?|icd\b"
    r"|defibrillator\w*|(?:prosthetic|mechanical|artificial) (?:\w+ )?valves?|valve (?:replacement|"
    r"prosthes\w+)|sternotomy (?:wires?|sutures?)|sternal wires?|surgical clips?|implantable|"
    r"intubat\w+|ecmo|cannula\w*|pigtail|impella|balloon pump|leads?\b|drains?\b|electrodes?"
    r"|hardware|generator|spinal fusion",
}
"""Finding -> regular expression of its mentions (lower-case text)."""

NOT_THE_FINDING = re.compile(
    r"subcutaneous (?:\w+ )?emphysema|surgical emphysema|soft tissue emphysema|interstitial "
    r"emphysema|mediastinal emphysema|pericardial effusions?|(?:peripheral|pedal|leg|ankle|limb) "
    r"o?edema|pulmonary nodular amyloid\w*|without (?:the )?use|body mass|myocard\w+ infiltrat\w+"
)
"""Phrases that hold a mention's letters and mean something else."""

NORMAL = re.compile(
    r"\bnormal (?:chest|study|exam\w*|film|radiograph|x-?ray|cxr|postero\w+|pa|findings|lung)"
    r"|(?:chest|radiograph|x-?rays?|cxr|film|study|exam\w*)(?: \w+){0,4}?"
    r" (?:is|was|are|were|appears?|showing|shows|showed|demonstrat\w+|reveal\w+|within) "
    r"(?:\w+ )?(?:a |completely |essentially |grossly )?normal\b"
    r"|no (?:\w+ )?(?:acute |active |significant )?(?:cardiopulmonary |pulmonary |radiographic |"
    r"cardiac |pathological )?(?:abnormalit\w+|pathology|disease|findings|lesions)"
    r"|\bunremarkable\b|negative (?:chest|for acute)|without (?:any )?(?:abnormalit\w+|patholog\w+)"
)

NEGATION_BEFORE = re.compile(
    r"\b(?:no|not|without|absence of|absent|negative for|free of|den(?:y|ies|ied)|never|"
    r"rules? out|ruled out|resolved|resolution of|clear of|neither|nor|exclud\w+|lack of|"
    r"disappearance of|removal of|status post removal of)\b"
)
NEGATION_AFTER = re.compile(
    r"^\W*(?:\w+ ){0,3}?(?:(?:is|are|was|were|has been|have been) )?(?:not (?:seen|present|"
    r"identified|evident|visuali[sz]ed|appreciated|noted)|absent|resolved|excluded|ruled out|"
    r"unlikely|has (?:\w+ )?(?:resolved|disappeared|cleared)|resolution|disappeared)\b"
)
UNCERTAIN_BEFORE = re.compile(
    r"\b(?:possib\w+|probab\w+|may|might|could|questionable|suspected|suspicious (?:for|of)|cannot "
    r"(?:be )?exclude|cannot rule out|not exclude\w*|concern\w* for|versus|vs|differential|question|"
    r"rule out|equivocal|potential\w*|presumed)\b"
)
UNCERTAIN_AFTER = re.compile(
    r"^\W*(?:\w+ ){0,3}?(?:(?:is|are|was) )?(?:possible|probable|suspected|questionable|cannot be|"
    r"not (?:be )?excluded|versus|vs|considered)\b"
)
SCOPE_END = re.compile(
    r"[;:]|\bbut\b|\bhowever\b|\bexcept\b|\balthough\b|\bthough\b|\bwhich\b|\byet\b|\bwith (?!out)"
    r"|\bthere (?:is|are)\b|\bshow\w*\b|\breveal\w*\b|\bdemonstrat\w*\b|\bsecondary to\b|\bdue to\b"
)
SENTENCE_END = re.compile(r"(?<!\bdr)(?<!\d)\.(?:\s|$)|\n|(?<=\d)\.\s")

_MENTION = {name: re.compile(rf"\b(?:{pattern})") for name, pattern in PHRASES.items()}
_RANK = {"absent": 0, "uncertain": 1, "present": 2}


def sentences(text: str) -> list[str]:
    """Split text at full stops (not decimal points) and line ends; lower case, no blank ones."""
    parts = (part.strip() for part in SENTENCE_END.split(text.lower()))
    return [part for part in parts if part]


def assertion(sentence: str, start: int, end: int) -> str:
    """'present', 'absent' or 'uncertain' for the mention `sentence[start:end]` (lower case)."""
    before = SCOPE_END.split(sentence[:start])[-1]
    after = SCOPE_END.split(sentence[end:])[0]
    if UNCERTAIN_BEFORE.search(before) or UNCERTAIN_AFTER.search(after):
        return "uncertain"
    if NEGATION_BEFORE.search(before) or NEGATION_AFTER.search(after):
        return "absent"
    return "present"


def mentions(sentence: str) -> list[tuple[str, int, int]]:
    """Finding, start and end of every mention in a lower-case sentence."""
    cleaned = NOT_THE_FINDING.sub(lambda m: "_" * len(m.group()), sentence)
    return [
        (name, *match.span())
        for name, pattern in _MENTION.items()
        for match in pattern.finditer(cleaned)
    ]


def label(text: str) -> dict[str, str]:
    """Findings that the text mentions -> 'present' | 'absent' | 'uncertain'.

    Findings that the text does not mention are not in the answer. 'No Finding' is present where a
    normal study is stated and no other finding is present or uncertain.
    """
    found: dict[str, str] = {}
    normal = False
    for sentence in sentences(text):
        cleaned = NOT_THE_FINDING.sub(lambda m: "_" * len(m.group()), sentence)
        normal = normal or bool(NORMAL.search(cleaned))
        for name, start, end in mentions(sentence):
            verdict = assertion(cleaned, start, end)
            if _RANK[verdict] > _RANK.get(found.get(name, ""), -1):
                found[name] = verdict
    if normal and not any(verdict != "absent" for verdict in found.values()):
        found["No Finding"] = "present"
    return found
