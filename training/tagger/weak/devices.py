"""Devices (decision 8)."""

from . import lexicon
from .view import UnitView


class DeviceRules(UnitView):
    """Heads of device spans and the kind words they take."""

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
        if norm in ("plate",) and (
            self._norm(i + 1) in ("like", "-") or self._norm(i - 1) == "end"
        ):
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
            if (
                start == i
                and self._has(j, "removed")
                and self._has(j - 1, "device_kind")
                and self._norm(j - 1) not in lexicon.DEVICE_DROP
            ):
                j -= 1
            if self._norm(j) == "chest" and self._norm(i) not in ("tube", "tubes", "port", "ports"):
                break
            if self._has(j, "device_kind", "device") or (
                self._norm(j) in ("lead", "chamber", "lumen")
            ):
                if self._has(j, "disease"):
                    break
                start = j
            else:
                break
        return self._emit(start, i, "DEVICE")
