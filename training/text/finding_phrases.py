"""Phrases that name each finding in a report, as regular expressions over lower-case sentences.

Built on the mention lists of CheXpert (MIT) and NegBio (public domain), narrowed to what the
Open-i gold labels (manual MeSH annotation) count as the finding.
"""

from __future__ import annotations

import re

_DEGREE = (
    r"(?:(?:mild(?:ly)?|minimal(?:ly)?|moderate(?:ly)?|marked(?:ly)?|severe(?:ly)?|slight(?:ly)?|"
    r"borderline|massively|stable|again|persistent(?:ly)?|chronically|grossly|significantly|"
    r"somewhat|top normal to|at least|to|mildly to moderately|prominent and|is|are|appears?|"
    r"remains?|be|and|may|probably|likely|very|globally|diffusely|felt|noted|also|still)[ ,]+)*"
)
_HEART = (
    r"(?:heart(?: size| shadow| silhouette)?|cardiac (?:silhouette|size|shadow|contours?)|"
    r"cardiac and mediastinal silhouettes?|cardiopericardial silhouette|"
    r"cardio-?mediastinal (?:silhouette|contours?)|cardio-?pericardial silhouette|"
    r"cardiothymic silhouette)(?: size)?"
)

PHRASES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "Atelectasis": r"\batelecta\w*|\b(?:lobar|lung|segmental|lobe) collapse\b|"
        r"\bcollapse of the (?:left|right|lung)\b",
        "Cardiomegaly": r"\bcardiomegaly\b|\bcardiac enlargement\b|\benlarge(?:d|ment of the) "
        r"(?:\w+ ){0,2}(?:heart|cardiac|cardiopericardial|cardiomediastinal)\b|"
        rf"\b{_HEART}[ ,]+{_DEGREE}(?:enlarged|increased|large\b|dilated)|"
        r"\benlargement of the (?:heart|cardiac)|\b(?:large|big) heart\b|"
        r"\bborderline (?:enlarged )?(?:heart|cardiac)|\bheart size (?:is )?borderline\b|"
        r"\bmild(?:ly)? enlarge\w* (?:of the )?(?:heart|cardi)|\bcardiac hypertrophy\b",
        "Effusion": r"(?<!pericardial )\beffusions?\b|\bpleural fluid\b|\bhydropneumothora\w+|"
        r"\bhydrothorax\b|\bpleural fusion\b",
        "Infiltration": r"\binfiltrat\w*",
        "Mass": r"\bmass(?:es)?\b(?! effect)|\bmass-?like\b|\btumou?rs?\b",
        "Nodule": r"\b(?:micro)?nodul(?:es?|arity)\b|\b(?:reticulo|fibro)-?nodular\b|"
        r"\bnodular (?:disease|lesions?|mass\w*|foci|focus)\b",
        "Pneumonia": r"\b(?:broncho)?pneumonias?\b|\bpneumonic\b|\bpneumonitis\b",
        "Pneumothorax": r"\b(?:hydro)?pneumothora(?:x|ces)\b",
        "Consolidation": r"\bconsolidat\w*",
        "Edema": r"\bo?edema\b|\bheart failure\b|\bchf\b",
        "Emphysema": r"(?<!subcutaneous )\bemphysem\w*",
        "Fibrosis": r"\bfibro(?:sis|tic|ses)\b",
        "Pleural_Thickening": r"\bpleural[- ](?:\w+ ){0,2}thickening\b|"
        r"\bthickening of the (?:\w+ ){0,2}pleura\b|\bpleural (?:and \w+ )?(?:scar\w*|plaques?)\b|"
        r"\bapical (?:pleural )?(?:cap|caps|capping|thickening)\b|\bfissural thickening\b|"
        r"\bthickened pleura\b",
        "Hernia": r"\bhernias?\b|\bintrathoracic stomach\b",
        "Fracture": r"\bfractur\w*|\bcompression deformit\w+|\bwedge deformit\w+|"
        r"\bcompression of (?:the |a )?(?:\w+ ){0,3}vertebra\w*",
        "Support_Devices": r"\b(?:catheters?|picc|port-?a-?cath|mediport|pacemakers?|pacer|"
        r"pacing|icd|aicd|defibrillator|endotracheal|tracheostomy|sternotomy|stents?|"
        r"(?:surgical|cabg|vascular|cholecystectomy|mediastinal|hemo) ?clips?|"
        r"clips|sutures?|staples|hardware|prosthe\w+|arthroplasty|stimulator|shunt|"
        r"(?:aortic|mitral|heart|cardiac|valve|tricuspid|pulmonic) (?:valves?|prosthesis|"
        r"replacement)|(?:nasogastric|ng|chest|enteric|feeding|dobhoff|et|drainage|"
        r"thoracostomy|gastric|orogastric) tubes?|tubes? (?:tip|terminat\w+)|"
        r"(?:central|venous|ij|subclavian|jugular|svc|dialysis) (?:venous )?lines?|"
        r"pleur-?x|swan-?ganz|leads?|wires|rods?|screws?|plate|implants?|dual[- ]lumen|"
        r"monitoring devices?|electrodes?|infusion port|chest port|port)\b",
    }.items()
}

# A match of PHRASES inside one of these is no mention of the finding.
EXCLUDED: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "Nodule": r"\bnodular calcif\w*|\bnodule-?like nipple",
        "Cardiomegaly": r"\bnot enlarged\b",
        "Pneumonia": r"\b(?:follow ?up|history of|recent|prior|previous) pneumonia\b",
        "Support_Devices": r"\bport (?:a|of)\b|\bleads? to\b|\bwires? artifact",
        "Fracture": r"\bbucket fracture line\b",
        "Edema": r"\bsoft tissue edema\b",
    }.items()
}
