"""Findings said of anatomy: "the heart is enlarged", "tortuous aorta" (rule 3, decision 6)."""

from .view import COPULAS, UnitView

ADVERBS = frozenset(
    [
        "mildly",
        "slightly",
        "moderately",
        "markedly",
        "somewhat",
        "mild",
        "moderate",
        "minimally",
        "minimal",
        "again",
        "also",
        "now",
        "severely",
        "significantly",
        "grossly",
        "diffusely",
        "more",
        "relatively",
        "quite",
        "very",
        "at",
        "upper",
        "borderline",
        "partially",
        "normal",
        "top",
        "still",
        "overall",
        "generally",
        "chronically",
        "not",
        "definitely",
        "within",
        "to",
        "bit",
        "most",
        "relative",
        "less",
        "extremely",
        "appearance",
        "size",
    ]
)


class AttributeRules(UnitView):
    """Adjectives that are a finding of their own."""

    def _predicates(self) -> None:
        for i in range(len(self.units)):
            if self.taken[i]:
                continue
            norm = self._norm(i)
            if self._has(i, "predicate") or (norm == "atherosclerotic"):
                if norm == "calcified" or not self._modifies_finding(i):
                    if norm in (
                        "opacified",
                        "aneurysmal",
                        "hypertrophic",
                        "collapsed",
                    ) and self._norm(i - 1) in ("well",):
                        continue
                    self._emit(i, i, "DISEASE")
            elif self._has(i, "predicate_on_anatomy") and (
                self._modifies_anatomy(i)
                or (
                    self._said_of_anatomy(i)
                    and self._norm(i + 1) not in ("in", "from", "since", "compared", "by")
                )
            ):
                if self._norm(i - 1) in ("has", "have", "had") or (
                    norm == "obscured" and self._norm(i + 1) == "by"
                ):
                    continue
                self._emit(i, i, "DISEASE")
            elif (
                self._has(i, "predicate_after_verb")
                and self._said_of_anatomy(i)
                and not self._modifies_anything(i)
            ):
                self._emit(i, i, "DISEASE")

    def _skip_modifiers(self, i: int) -> int:
        k = i + 1
        while (
            k < len(self.units)
            and not self.taken[k]
            and (
                self._has(
                    k,
                    "position",
                    "organ",
                    "kind",
                    "placing",
                    "modifier",
                    "removed",
                    "predicate",
                    "predicate_on_anatomy",
                )
                or self._is_hyphen(k)
            )
        ):
            k += 1
        return k

    def _modified(self, i: int) -> str | None:
        """Type of what the adjective at `i` stands before, seen through a place ("left base opacity")."""
        k = self._skip_modifiers(i)
        if self._type_at(k) == "ANATOMY":
            while self._type_at(k) == "ANATOMY":
                k += 1
            after = self._skip_modifiers(k - 1)
            return (
                self._type_at(after) if self._type_at(after) in ("DISEASE", "DEVICE") else "ANATOMY"
            )
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
        while k >= 0 and (
            self._norm(k) in COPULAS
            or self._norm(k)
            in ("size", "volumes", "volume", "diameter", "also", "has", "have", "again")
        ):
            k -= 1
        return k >= 0 and self._type_at(k) == "ANATOMY"
