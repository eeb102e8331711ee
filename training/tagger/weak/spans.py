"""Entity spans of one sentence, by the span rules and decisions of spec/ENTITIES.md.

The sentence is read from right to left: each head noun takes the words before it that belong to
it (kind words and organ adjectives for a finding, position words for anatomy), so the longest
nominal group wins and nothing nests.
"""

from dataclasses import dataclass

from ..words import Word
from . import lexicon
from .units import units_of

COPULAS = frozenset(["is", "are", "was", "were", "be", "been", "being", "appear", "appears", "appearing", "appeared", "remain", "remains", "remained", "look", "looks", "seem", "seems", "become", "becoming"])
SPINE_WORDS = frozenset(["midthoracic", "midlumbar", "thoracic", "lumbar", "cervical", "thoracolumbar", "sacral", "lumbosacral", "cervicothoracic"])
SPINE_NOUNS = frozenset(
    ["spine", "spines", "vertebra", "vertebrae", "vertebral_body", "disc", "discs", "disk", "disks", "endplate", "endplates"]
) | {"vertebral body", "vertebral bodies", "disc space", "disc spaces", "intervertebral disc",
     "intervertebral discs", "end plate", "end plates"}
PART_NOUNS = frozenset(["base", "bases", "apex", "apices"])
# Anatomical heads that never modify another one ("cardiac silhouette mediastinal contours").
ENDS_A_GROUP = frozenset(
    ["silhouette", "silhouettes", "contour", "contours", "vascularity", "vasculature", "structures", "mediastinum", "markings", "heart", "abdomen"]
)
NO_PROCESS = frozenset(["spinous", "coracoid", "xiphoid", "transverse", "articular", "styloid"])
LOST_ANATOMY = frozenset(
    ["costophrenic", "pulmonary", "aortic", "mediastinal", "cardiac", "cardiomediastinal", "hilar", "osseous", "bony", "cardiophrenic", "skeletal", "bronchovascular", "lymph"]
)
LOST_DEVICE = frozenset(["surgical", "sternotomy", "cholecystectomy", "endotracheal", "nasogastric", "mediport"])
ADVERBS = frozenset(
    ["mildly", "slightly", "moderately", "markedly", "somewhat", "mild", "moderate", "minimally", "minimal", "again", "also", "now", "severely", "significantly", "grossly", "diffusely", "more", "relatively", "quite", "very", "at", "upper", "borderline", "partially", "normal", "top", "still", "overall", "generally", "chronically", "not", "definitely", "within", "to", "bit", "most", "relative", "less", "extremely", "appearance", "size"]
)


@dataclass(frozen=True)
class Span:
    """A span over the words `first..last` (inclusive) of a sentence."""

    first: int
    last: int
    type: str


class SentenceReader:
    """Finds the spans of one sentence."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.units = units_of(words)
        self.spans: list[Span] = []
        self.taken = [False] * len(self.units)

    def read(self) -> list[Span]:
        """All spans, in order, never overlapping."""
        i = len(self.units) - 1
        while i >= 0:
            start = self._span_ending_at(i)
            i = (start if start is not None else i) - 1
        self._predicates()
        self._lost_heads()
        self._chemicals()
        return sorted(self.spans, key=lambda span: span.first)

    # -- helpers -------------------------------------------------------------------------------

    def _norm(self, i: int) -> str:
        return self.units[i].norm if 0 <= i < len(self.units) else ""

    def _has(self, i: int, *roles: str) -> bool:
        return 0 <= i < len(self.units) and not self.units[i].roles.isdisjoint(roles)

    def _is_hyphen(self, i: int) -> bool:
        return self._norm(i) == "-" and self.units[i].glued_left and self.units[i].glued_right

    def _before(self, i: int) -> int:
        """Index of the unit before `i`, over one glued hyphen."""
        return i - 2 if self._is_hyphen(i - 1) else i - 1

    def _emit(self, start: int, end: int, kind: str) -> int:
        self.spans.append(Span(self.units[start].first, self.units[end].last, kind))
        for k in range(start, end + 1):
            self.taken[k] = True
        return start

    # -- heads ---------------------------------------------------------------------------------

    def _span_ending_at(self, i: int) -> int | None:
        if self._device_head(i):
            return self._device(i)
        if self._disease_head(i):
            start = self._disease_start(i)
            if start is not None:
                return self._emit(start, i, "DISEASE")
        if self._anatomy_head(i):
            return self._anatomy(i)
        return None

    def _disease_head(self, i: int) -> bool:
        norm = self._norm(i)
        if self._has(i, "disease"):
            if norm in ("process", "processes") and self._norm(i - 1) in NO_PROCESS:
                return False
            if norm == "elevation" and self._norm(i - 1) in ("with", "st"):
                return self._norm(i + 1) == "of"
            if norm in ("line", "lead"):
                return False
            return not (norm == "failure" and self._norm(i + 1) == "to")
        return bool(self._has(i, "disease_with_kind"))

    def _disease_start(self, head: int) -> int | None:
        start, needs_kind = head, self._has(head, "disease_with_kind")
        kind_seen = False
        while True:
            j = self._before(start)
            if j < 0:
                break
            if self._inner_removed(j) and start == head:
                j -= 1
            if self._has(j, "kind") or self._has(j, "organ"):
                if self._norm(j) == "post" and self._norm(j - 1) == "status":
                    break
                kind_seen = kind_seen or self._has(j, "kind")
                start = j
            elif self._has(j, "disease") and (self._norm(head) in lexicon.COMPOUND_HEADS or self._is_hyphen(start - 1)):
                kind_seen = True
                start = j
            elif self._has(j, "anatomy", "anatomy_with_word") and (j == start - 1 or self._has(j + 1, "removed")):
                chain = self._anatomy_start(j)
                if self._own_position(chain, j) or (needs_kind and not self._kind_before(chain)):
                    break
                while self._has(chain, "position") and chain < j:
                    chain += 1
                start = chain
            else:
                break
        if needs_kind and not kind_seen:
            return None
        return start

    def _kind_before(self, i: int) -> bool:
        return self._has(self._before(i), "kind")

    def _inner_removed(self, j: int) -> bool:
        """A removed word inside a name ("vertebral body XXXX deformity", "Aortic XXXX calcification")."""
        if self._norm(j - 2) in lexicon.OWN_POSITION:
            return False
        return self._has(j, "removed") and (
            self._norm(j - 1) in ("vertebral body", "vertebral bodies") or (self._has(j - 1, "organ") and self._norm(j - 1) != "cardiopulmonary")
        )

    def _own_position(self, start: int, end: int) -> bool:
        """Whether the anatomy chain holds laterality, number or position words of its own."""
        for k in range(start, end + 1):
            norm = self._norm(k)
            if norm in lexicon.OWN_POSITION or self._has(k, "level"):
                return True
            if norm in SPINE_WORDS and any(self._norm(m) in SPINE_NOUNS for m in range(k + 1, end + 1)):
                return True
        return False

    def _anatomy_head(self, i: int) -> bool:
        if self._has(i, "anatomy"):
            if self._norm(i) in PART_NOUNS and self._norm(i + 1) == "of":
                return False
            if self._exam_name(i):
                return False
            return not (self._norm(i) == "hand" and self._norm(i - 1) == "other")
        if self._has(i, "anatomy_with_word"):
            j = self._before(i)
            if self._norm(i) in ("space", "spaces", "region", "regions", "recess", "structures") and self._has(j, "placing"):
                return True
            while self._has(j, "position"):
                j = self._before(j)
            if self._norm(i) in ("markings", "marking"):
                return True
            if self._norm(i) in ("border", "borders"):
                return self._has(j, "organ", "anatomy")
            return self._has(j, "organ", "anatomy", "anatomy_with_word") or (
                self._norm(i) in ("quadrant", "quadrants", "fissure", "fissures", "arch", "angle", "angles", "sulcus", "sulci", "zone", "zones") and self._has(self._before(i), "position")
            ) or self._norm(i) in ("fissure", "fissures", "sulci", "sulcus") or (self._norm(i) in ("vasculature", "interstitium"))
        return False

    def _exam_name(self, i: int) -> bool:
        if self._norm(i) not in ("chest", "abdomen", "thorax", "knee", "shoulder", "spine", "neck", "hand", "lung", "heart"):
            return self._norm(i + 1) in ("films", "film", "radiograph", "radiographs", "series", "xray", "ct", "mri", "views")
        k = i + 1
        while self._norm(k) in ("-", ",", "pa", "ap", "and", "lateral", "wall") and k < i + 4:
            k += 1
        after = self._norm(k)
        if self._norm(i - 1) == "of" or (self._norm(i - 1) == "the" and self._norm(i - 2) == "of"):
            return after in ("x",)
        if after in lexicon.EXAM_WORDS or (after == "x" and self._norm(k + 1) == "-"):
            return True
        previous = self._norm(i - 1)
        if previous in ("ct", "lateral", "pa", "ap", "xray", "radiograph", "view", "views") and self._norm(i) in ("chest", "abdomen", "thorax", "neck"):
            return True
        return self._norm(i) == "chest" and after == "2"

    def _anatomy_start(self, head: int) -> int:
        start = head
        while True:
            j = self._before(start)
            if j < 0:
                break
            if self._has(j, "position", "organ", "anatomy", "anatomy_with_word"):
                if self._has(j, "anatomy") and self._norm(j).endswith("s") and self._norm(j) not in ("endplates", "pelvis") and j == start - 1 and self._norm(j) in (
                    "lungs", "ribs", "lobes", "diaphragms", "hemidiaphragms"):
                    break
                if self._norm(j) in ENDS_A_GROUP and self._norm(start) not in ("size", "silhouette", "silhouettes", "border", "borders", "apex", "shadow", "contour", "contours"):
                    break
                if self._norm(j) in ("first", "second", "third") and not self._rib_like(head):
                    break
                start = j
            elif self._has(j, "placing") and self._has(start, "anatomy_with_word") and start == head or self._norm(j) == "interlobular" or (self._norm(j) in ("interstitial", "vascular", "alveolar", "nodal", "lobar", "reticular", "diaphragmatic") and self._norm(head) in (
                "markings", "marking", "structures", "vasculature", "pedicle", "spaces", "contour", "contours", "shadows", "silhouette", "space", "lung", "surface")):
                start = j
            else:
                break
        return start

    def _rib_like(self, head: int) -> bool:
        return self._norm(head) in ("rib", "ribs", "metatarsal", "metacarpal", "vertebra", "vertebral body", "digit")

    def _anatomy(self, i: int) -> int:
        start = self._anatomy_start(i)
        end = i
        # "T11-T12" is one span.
        if self._has(i, "level") and self._is_hyphen(i - 1) and self._has(i - 2, "level"):
            start = min(start, self._anatomy_start(i - 2))
        while start < end and (self._norm(start) in ("-",)):
            start += 1
        return self._emit(start, end, "ANATOMY")

    def _device_head(self, i: int) -> bool:
        if self._norm(i) in ("line", "lines"):
            return self._norm(self._before(i)) in lexicon.LINE_KIND or (
                self._norm(i) == "lines" and "tubes" in (self._norm(i + 2), self._norm(i - 2))
            )
        if not self._has(i, "device"):
            return False
        norm = self._norm(i)
        if norm in ("lead", "leads") and self._norm(i + 1) == "to":
            return False
        if norm in ("plate",) and (self._norm(i + 1) in ("like", "-") or self._norm(i - 1) == "end"):
            return False
        if norm in lexicon.DEVICE_NEEDS_WORD:
            return self._has(self._before(i), "device_kind", "device")
        return not (norm == "port" and self._norm(i + 1) in ("-",))

    def _device(self, i: int) -> int:
        start = i
        while True:
            j = self._before(start)
            if j < 0 or self._norm(j) in lexicon.DEVICE_DROP:
                break
            if start == i and self._has(j, "removed") and self._has(j - 1, "device_kind") and self._norm(j - 1) not in lexicon.DEVICE_DROP:
                j -= 1
            if self._norm(j) == "chest" and self._norm(i) not in ("tube", "tubes", "port", "ports"):
                break
            if self._has(j, "device_kind", "device") or (self._norm(j) in ("lead", "chamber", "lumen")):
                if self._has(j, "disease"):
                    break
                start = j
            else:
                break
        return self._emit(start, i, "DEVICE")

    # -- findings said of anatomy --------------------------------------------------------------

    def _predicates(self) -> None:
        for i in range(len(self.units)):
            if self.taken[i]:
                continue
            norm = self._norm(i)
            if self._has(i, "predicate") or (norm == "atherosclerotic"):
                if norm == "calcified" or not self._modifies_finding(i):
                    if norm in ("opacified", "aneurysmal", "hypertrophic", "collapsed") and self._norm(i - 1) in ("well",):
                        continue
                    self._emit(i, i, "DISEASE")
            elif self._has(i, "predicate_on_anatomy") and (
                self._modifies_anatomy(i) or (self._said_of_anatomy(i) and self._norm(i + 1) not in ("in", "from", "since", "compared", "by"))
            ):
                if self._norm(i - 1) in ("has", "have", "had", "slightly_") or (norm == "obscured" and self._norm(i + 1) == "by"):
                    continue
                self._emit(i, i, "DISEASE")
            elif self._has(i, "predicate_after_verb") and self._said_of_anatomy(i) and not self._modifies_anything(i):
                self._emit(i, i, "DISEASE")

    def _skip_modifiers(self, i: int) -> int:
        k = i + 1
        while k < len(self.units) and not self.taken[k] and (
            self._has(k, "position", "organ", "kind", "placing", "modifier", "removed", "predicate", "predicate_on_anatomy") or self._is_hyphen(k)
        ):
            k += 1
        return k

    def _type_at(self, k: int) -> str | None:
        if k >= len(self.units) or not self.taken[k]:
            return None
        word = self.units[k].first
        for span in self.spans:
            if span.first <= word <= span.last:
                return span.type
        return None

    def _modified(self, i: int) -> str | None:
        """Type of what the adjective at `i` stands before, seen through a place ("left base opacity")."""
        k = self._skip_modifiers(i)
        if self._type_at(k) == "ANATOMY":
            while self._type_at(k) == "ANATOMY":
                k += 1
            after = self._skip_modifiers(k - 1)
            return self._type_at(after) if self._type_at(after) in ("DISEASE", "DEVICE") else "ANATOMY"
        return self._type_at(k)

    def _modifies_finding(self, i: int) -> bool:
        return self._modified(i) in ("DISEASE", "DEVICE")

    def _modifies_anatomy(self, i: int) -> bool:
        return self._modified(i) == "ANATOMY"

    def _modifies_anything(self, i: int) -> bool:
        return self._type_at(self._skip_modifiers(i)) is not None

    def _said_of_anatomy(self, i: int) -> bool:
        k = i - 1
        while k >= 0 and self._norm(k) in ADVERBS:
            k -= 1
        if self._norm(k) not in COPULAS:
            return False
        while k >= 0 and (self._norm(k) in COPULAS or self._norm(k) in ("size", "volumes", "volume", "diameter", "also", "has", "have", "again")):
            k -= 1
        return k >= 0 and self._type_at(k) == "ANATOMY"

    # -- lost heads, substances ----------------------------------------------------------------

    def _lost_heads(self) -> None:
        negated = False
        for i, unit in enumerate(self.units):
            if unit.norm in ("no", "without"):
                negated = True
            if self.taken[i]:
                continue
            if unit.norm in ("cardiac", "mediastinal", "cardiomediastinal") and self._norm(i + 1) == "size":
                self._emit(i, i, "ANATOMY")
            elif self._has(i + 1, "removed") and not self.taken[i + 1]:
                after = i + 2
                if unit.norm in LOST_ANATOMY and not negated and (
                    (self._type_at(after) != "DISEASE" and not self._has(after, "kind")) or self._norm(i - 1) in lexicon.OWN_POSITION
                ):
                    start = i
                    while start > 0 and not self.taken[start - 1] and (
                        self._has(start - 1, "position") or (unit.norm == "lymph" and self._has(start - 1, "organ"))
                    ):
                        start -= 1
                    self._emit(start, i, "ANATOMY")
                elif unit.norm in LOST_DEVICE and self._type_at(after) not in ("DISEASE", "DEVICE"):
                    start = i
                    while start > 0 and not self.taken[start - 1] and self._norm(start - 1) in ("surgical", "median"):
                        start -= 1
                    self._emit(start, i, "DEVICE")
                elif unit.norm in ("fusion", "fixation") and self._type_at(after) is None:
                    start = i
                    while start > 0 and not self.taken[start - 1] and self._has(start - 1, "device_kind"):
                        start -= 1
                    self._emit(start, i, "DEVICE")
            elif unit.norm == "surgical" and self._norm(i + 1) in ("cervical",) and self._has(i + 2, "removed"):
                self._emit(i, i + 1, "DEVICE")

    def _chemicals(self) -> None:
        exam = any(word.norm in ("ct", "scan", "mri", "tomography", "enhanced") for word in self.words)
        for i in range(len(self.units)):
            if self.taken[i] or not self._has(i, "chemical"):
                continue
            if self._norm(i) == "contrast" and (exam or self._norm(i - 1) in ("in", "by") or self._norm(i + 1) in ("enhanced", "-", "to")):
                continue
            if self._norm(i) == "oxygen" and self._norm(i + 1) in ("saturation", "saturations"):
                continue
            self._emit(i, i, "CHEMICAL")


def spans_of(words: list[Word]) -> list[Span]:
    """The spans of one sentence given as words."""
    return SentenceReader(words).read()
