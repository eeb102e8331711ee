"""Repair of `XXXX`, the mark that de-identification left in the IU reports.

Where the sentence shows which word was removed, the word is put back; where the mark only stood
for a modifier, it is dropped; a sentence that still holds a mark is not used as a target.
"""

from __future__ import annotations

import re

MARK = re.compile(r"\bX{2,}\b", re.IGNORECASE)
_X = r"x{3,}"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # Anatomy whose name the neighbours give away.
        (rf"\bpulmonary {_X} and mediastin", "pulmonary vascularity and mediastin"),
        (rf"\bpulmonary {_X} and vasculature", "pulmonary aeration and vasculature"),
        (rf"\band pulmonary {_X} (are|appear)\b", r"and pulmonary vessels \1"),
        (rf"\bpulmonary {_X} (are|appear)\b", r"pulmonary vessels \1"),
        (rf"\bcostophrenic {_X} (blunting|is|and)\b", r"costophrenic angle \1"),
        (rf"\bcostophrenic {_X}\b", "costophrenic angles"),
        (r"\b(right|left) costophrenic angles\b", r"\1 costophrenic angle"),
        (rf"\baortic {_X} (appear|are)\b", r"aortic contours \1"),
        (rf"\baortic {_X}\b", "aortic arch"),
        (rf"\blymph {_X}\b", "lymph nodes"),
        (rf"\b(?:{_X} )?sternotomy {_X}\b", "sternotomy wires"),
        (rf"\b{_X} sternotomy\b", "median sternotomy"),
        (rf"\b(mid|median|midline) sternotomy {_X}\b", r"\1 sternotomy wires"),
        (rf"\bclear lung {_X} bilaterally\b", "clear lung fields bilaterally"),
        (rf"\blung {_X}\b", "lung fields"),
        (rf"\bvertebral body {_X} and disc\b", "vertebral body heights and disc"),
        (rf"\bvertebral body {_X}\b", "vertebral body heights"),
        (rf"\bcardiac {_X} (?:is|are)\b", "cardiac silhouette is"),
        (rf"\bheart {_X}, mediastinum, {_X}, ", "heart size, mediastinum, hila, "),
        (rf"\b{_X} and soft tissues\b", "osseous structures and soft tissues"),
        (rf"\bvisualized {_X} of the\b", "visualized bones of the"),
        (rf"\bchest {_X} (are|is) within\b", r"chest structures \1 within"),
        (rf"\bchest x-{_X}\b", "chest radiograph"),
        (rf"\bx-{_X}\b", "radiograph"),
        (rf"\bsurgical {_X}\b", "surgical clips"),
        (rf"\btrachea and {_X} bronchi\b", "trachea and main bronchi"),
        (rf"\b{_X} B lines\b", "Kerley B lines"),
        (rf"\bretained {_X} bullet\b", "retained bullet"),
        # The remaining bony-structure sentences: subject removed, predicate says which.
        (
            rf"^(?:the )?{_X} (are|appear) (intact|unremarkable|normal|grossly|within|osteopenic)",
            r"the bony structures \1 \2",
        ),
        (
            rf"^{_X} {_X} (are )?(intact|unremarkable|normal|grossly|within)",
            r"bony structures are \2",
        ),
        (rf"^(unremarkable|normal) {_X}$", r"\1 bony structures"),
        # Verbs and set phrases.
        (rf"\bthe {_X} examination consists\b", "the examination consists"),
        (
            rf"\b{_X} {_X} and lateral chest examination was\b",
            "frontal and lateral chest examination was",
        ),
        (
            (
                r"\b(which|that|and|this|most|these|findings|rib|opacity|opacities|density) "
                rf"{_X} "
                r"(represent|represents|reflect|reflects|related|due|secondary|a|an)\b"
            ),
            lambda match: _hedge(match),
        ),
        (rf"\bmost {_X}\b", "most likely"),
        (rf"\b(heart size|size) (is|are) {_X} within\b", r"\1 \2 within"),
        (rf"\bheart size {_X} within\b", "heart size is within"),
        (rf"\b(no|are no|is no) {_X} of\b", r"\1 evidence of"),
        (
            rf"\bno {_X} (pleural|pneumothorax|evidence|infiltrates?|consolidation|effusion)",
            r"no \1",
        ),
        (rf"\bpulmonary vasculature and {_X} are\b", "pulmonary vasculature and hila are"),
        (rf"\bmediastinal {_X} (appear|are)\b", r"mediastinal contours \1"),
        (rf"^(?:the )?{_X}(?: and| ,) soft tissue", "osseous structures and soft tissue"),
        (rf"^{_X} (unremarkable|intact)$", r"bony structures \1"),
        (rf"\blung volumes (are|remain) {_X}$", r"lung volumes \1 low"),
        (rf"\b(injury|abnormality|disease) {_X} (demonstrated|seen|identified)", r"\1 \2"),
        (rf"\bno {_X} (focal|large|acute|displaced|suspicious)\b", r"no \1"),
        (rf"\b(from|to|with) {_X}$", ""),
        (
            (
                r"\b(compared|comparison) (?:to|with) (?:the )?(?:prior |previous )?"
                r"(?:exam(?:ination)? |study |radiograph )?(?:of |from |dated )?"
                rf"{_X}(?:[,/ ]+{_X})*"
            ),
            "",
        ),
        (
            (
                rf"\b(is|are|has|have been|been|remains?|remain) {_X} "
                r"(normal|clear|seen|noted|stable|unchanged|within|intact|unremarkable)\b"
            ),
            r"\1 \2",
        ),
        # A removed modifier before a noun that stands well alone.
        (
            (
                rf"\b{_X} (?=(?:airspace|opacit|densit|atelecta|scarring|infiltrat|consolidat|"
                r"effusion|"
                r"pleural|calcifi|nodul|granulom|bullet|interstitial|degenerative|changes?|left|right|"
                r"bibasilar|basilar|biapical|bilateral|small|mild|minimal|focal|subsegmental|streaky|"
                r"acute|paraspinal|central|vascular|vertebra|osteophyt|spurring|deformit|fracture|"
                r"thoracic|cardiac|aortic|hiatal|lung|ribs?|perihilar|hilar|lingula|patchy|abnormalit|"
                r"findings|pulmonary|edema|lines?|artifact))"
            ),
            "",
        ),
    )
)


def _hedge(match: re.Match[str]) -> str:
    before, after = match.group(1), match.group(2)
    if after in ("represent", "reflect"):
        return f"{before} {'likely' if before == 'most' else 'may'} {after}"
    return f"{before} likely {after}"


def repair_sentence(sentence: str) -> str | None:
    """The sentence with its marks repaired, or None when a mark is left."""
    if not MARK.search(sentence):
        return sentence
    text = sentence.strip()
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    if MARK.search(text):
        return None
    return re.sub(r"\s+", " ", text).strip()
