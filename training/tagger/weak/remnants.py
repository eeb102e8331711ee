"""What a removed word leaves standing (decision 9), and substances (decision 7)."""

from . import lexicon
from .view import UnitView

LOST_ANATOMY = frozenset(
    [
        "costophrenic",
        "pulmonary",
        "aortic",
        "mediastinal",
        "cardiac",
        "cardiomediastinal",
        "hilar",
        "osseous",
        "bony",
        "cardiophrenic",
        "skeletal",
        "bronchovascular",
        "lymph",
    ]
)
LOST_DEVICE = frozenset(
    ["surgical", "sternotomy", "cholecystectomy", "endotracheal", "nasogastric", "mediport"]
)


class RemnantRules(UnitView):
    """Lost heads and substances, read after everything else."""

    def _lost_heads(self) -> None:
        negated = False
        for i, unit in enumerate(self.units):
            if unit.norm in ("no", "without"):
                negated = True
            if self.taken[i]:
                continue
            if (
                unit.norm in ("cardiac", "mediastinal", "cardiomediastinal")
                and self._norm(i + 1) == "size"
            ):
                self._emit(i, i, "ANATOMY")
            elif self._has(i + 1, "removed") and not self.taken[i + 1]:
                after = i + 2
                if (
                    unit.norm in LOST_ANATOMY
                    and not negated
                    and (
                        (self._type_at(after) != "DISEASE" and not self._has(after, "kind"))
                        or self._norm(i - 1) in lexicon.OWN_POSITION
                    )
                ):
                    start = i
                    while (
                        start > 0
                        and not self.taken[start - 1]
                        and (
                            self._has(start - 1, "position")
                            or (unit.norm == "lymph" and self._has(start - 1, "organ"))
                        )
                    ):
                        start -= 1
                    self._emit(start, i, "ANATOMY")
                elif unit.norm in LOST_DEVICE and self._type_at(after) not in ("DISEASE", "DEVICE"):
                    start = i
                    while (
                        start > 0
                        and not self.taken[start - 1]
                        and self._norm(start - 1) in ("surgical", "median")
                    ):
                        start -= 1
                    self._emit(start, i, "DEVICE")
                elif unit.norm in ("fusion", "fixation") and self._type_at(after) is None:
                    start = i
                    while (
                        start > 0
                        and not self.taken[start - 1]
                        and self._has(start - 1, "device_kind")
                    ):
                        start -= 1
                    self._emit(start, i, "DEVICE")
            elif (
                unit.norm == "surgical"
                and self._norm(i + 1) in ("cervical",)
                and self._has(i + 2, "removed")
            ):
                self._emit(i, i + 1, "DEVICE")

    def _chemicals(self) -> None:
        exam = any(
            word.norm in ("ct", "scan", "mri", "tomography", "enhanced") for word in self.words
        )
        for i in range(len(self.units)):
            if self.taken[i] or not self._has(i, "chemical"):
                continue
            if self._norm(i) == "contrast" and (
                exam
                or self._norm(i - 1) in ("in", "by")
                or self._norm(i + 1) in ("enhanced", "-", "to")
            ):
                continue
            if self._norm(i) == "oxygen" and self._norm(i + 1) in ("saturation", "saturations"):
                continue
            self._emit(i, i, "CHEMICAL")
