"""Anatomy: organs, regions, structures with their position words (rule 5, decisions 10 and 11)."""

from . import lexicon
from .view import UnitView

PART_NOUNS = frozenset(["base", "bases", "apex", "apices"])
# Anatomical heads that never modify another one ("cardiac silhouette mediastinal contours").
ENDS_A_GROUP = frozenset(
    [
        "silhouette",
        "silhouettes",
        "contour",
        "contours",
        "vascularity",
        "vasculature",
        "structures",
        "mediastinum",
        "markings",
        "heart",
        "abdomen",
    ]
)


class AnatomyRules(UnitView):
    """Heads of anatomy spans and how far they reach to the left."""

    def _anatomy_head(self, i: int) -> bool:
        if self._has(i, "anatomy"):
            if self._norm(i) in PART_NOUNS and self._norm(i + 1) == "of":
                return False
            if self._exam_name(i):
                return False
            return not (self._norm(i) == "hand" and self._norm(i - 1) == "other")
        if self._has(i, "anatomy_with_word"):
            j = self._before(i)
            if self._norm(i) in (
                "space",
                "spaces",
                "region",
                "regions",
                "recess",
                "structures",
            ) and self._has(j, "placing"):
                return True
            while self._has(j, "position"):
                j = self._before(j)
            if self._norm(i) in ("markings", "marking"):
                return True
            if self._norm(i) in ("border", "borders"):
                return self._has(j, "organ", "anatomy")
            return (
                self._has(j, "organ", "anatomy", "anatomy_with_word")
                or (
                    self._norm(i)
                    in (
                        "quadrant",
                        "quadrants",
                        "fissure",
                        "fissures",
                        "arch",
                        "angle",
                        "angles",
                        "sulcus",
                        "sulci",
                        "zone",
                        "zones",
                    )
                    and self._has(self._before(i), "position")
                )
                or self._norm(i) in ("fissure", "fissures", "sulci", "sulcus")
                or (self._norm(i) in ("vasculature", "interstitium"))
            )
        return False

    def _exam_name(self, i: int) -> bool:
        if self._norm(i) not in (
            "chest",
            "abdomen",
            "thorax",
            "knee",
            "shoulder",
            "spine",
            "neck",
            "hand",
            "lung",
            "heart",
        ):
            return self._norm(i + 1) in (
                "films",
                "film",
                "radiograph",
                "radiographs",
                "series",
                "xray",
                "ct",
                "mri",
                "views",
            )
        k = i + 1
        while self._norm(k) in ("-", ",", "pa", "ap", "and", "lateral", "wall") and k < i + 4:
            k += 1
        after = self._norm(k)
        if self._norm(i - 1) == "of" or (self._norm(i - 1) == "the" and self._norm(i - 2) == "of"):
            return after in ("x",)
        if after in lexicon.EXAM_WORDS or (after == "x" and self._norm(k + 1) == "-"):
            return True
        previous = self._norm(i - 1)
        if previous in (
            "ct",
            "lateral",
            "pa",
            "ap",
            "xray",
            "radiograph",
            "view",
            "views",
        ) and self._norm(i) in ("chest", "abdomen", "thorax", "neck"):
            return True
        return self._norm(i) == "chest" and after == "2"

    def _anatomy_start(self, head: int) -> int:
        start = head
        while True:
            j = self._before(start)
            if j < 0:
                break
            if self._has(j, "position", "organ", "anatomy", "anatomy_with_word"):
                if (
                    self._has(j, "anatomy")
                    and self._norm(j).endswith("s")
                    and self._norm(j) not in ("endplates", "pelvis")
                    and j == start - 1
                    and self._norm(j) in ("lungs", "ribs", "lobes", "diaphragms", "hemidiaphragms")
                ):
                    break
                if self._norm(j) in ENDS_A_GROUP and self._norm(start) not in (
                    "size",
                    "silhouette",
                    "silhouettes",
                    "border",
                    "borders",
                    "apex",
                    "shadow",
                    "contour",
                    "contours",
                ):
                    break
                if self._norm(j) in ("first", "second", "third") and not self._rib_like(head):
                    break
                start = j
            elif (
                self._has(j, "placing")
                and self._has(start, "anatomy_with_word")
                and start == head
                or self._norm(j) == "interlobular"
                or (
                    self._norm(j)
                    in (
                        "interstitial",
                        "vascular",
                        "alveolar",
                        "nodal",
                        "lobar",
                        "reticular",
                        "diaphragmatic",
                    )
                    and self._norm(head)
                    in (
                        "markings",
                        "marking",
                        "structures",
                        "vasculature",
                        "pedicle",
                        "spaces",
                        "contour",
                        "contours",
                        "shadows",
                        "silhouette",
                        "space",
                        "lung",
                        "surface",
                    )
                )
            ):
                start = j
            else:
                break
        return start

    def _rib_like(self, head: int) -> bool:
        return self._norm(head) in (
            "rib",
            "ribs",
            "metatarsal",
            "metacarpal",
            "vertebra",
            "vertebral body",
            "digit",
        )

    def _anatomy(self, i: int) -> int:
        start = self._anatomy_start(i)
        end = i
        # "T11-T12" is one span.
        if self._has(i, "level") and self._is_hyphen(i - 1) and self._has(i - 2, "level"):
            start = min(start, self._anatomy_start(i - 2))
        while start < end and (self._norm(start) in ("-",)):
            start += 1
        return self._emit(start, end, "ANATOMY")
