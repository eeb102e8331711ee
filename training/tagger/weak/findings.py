"""Findings named by a noun (rules 1, 2, 6; decisions 1 to 7)."""

from . import lexicon
from .anatomy import AnatomyRules

SPINE_WORDS = frozenset(
    [
        "midthoracic",
        "midlumbar",
        "thoracic",
        "lumbar",
        "cervical",
        "thoracolumbar",
        "sacral",
        "lumbosacral",
        "cervicothoracic",
    ]
)
SPINE_NOUNS = frozenset(
    [
        "spine",
        "spines",
        "vertebra",
        "vertebrae",
        "vertebral_body",
        "disc",
        "discs",
        "disk",
        "disks",
        "endplate",
        "endplates",
    ]
) | {
    "vertebral body",
    "vertebral bodies",
    "disc space",
    "disc spaces",
    "intervertebral disc",
    "intervertebral discs",
    "end plate",
    "end plates",
}
NO_PROCESS = frozenset(["spinous", "coracoid", "xiphoid", "transverse", "articular", "styloid"])


class FindingRules(AnatomyRules):
    """Heads of disease spans and the kind words they take."""

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
            elif self._has(j, "disease") and (
                self._norm(head) in lexicon.COMPOUND_HEADS or self._is_hyphen(start - 1)
            ):
                kind_seen = True
                start = j
            elif self._has(j, "anatomy", "anatomy_with_word") and (
                j == start - 1 or self._has(j + 1, "removed")
            ):
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
            self._norm(j - 1) in ("vertebral body", "vertebral bodies")
            or (self._has(j - 1, "organ") and self._norm(j - 1) != "cardiopulmonary")
        )

    def _own_position(self, start: int, end: int) -> bool:
        """Whether the anatomy chain holds laterality, number or position words of its own."""
        for k in range(start, end + 1):
            norm = self._norm(k)
            if norm in lexicon.OWN_POSITION or self._has(k, "level"):
                return True
            if norm in SPINE_WORDS and any(
                self._norm(m) in SPINE_NOUNS for m in range(k + 1, end + 1)
            ):
                return True
        return False
