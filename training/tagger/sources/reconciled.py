"""What the other sources add to the rules, as a file between `tagger-weak` and `train-tagger`."""

import json
from collections.abc import Sequence
from pathlib import Path

from ..weak.annotate import Entity
from ..words import Word

Additions = dict[tuple[str, ...], list[Entity]]
"""Normal-form words of a sentence -> entities that the rules do not have in it."""


def write_additions(path: Path, additions: Additions) -> None:
    """JSON lines; for runs/ only, since it holds report sentences."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for words, entities in additions.items():
            rows = [[e.first, e.last, e.type, e.assertion] for e in entities]
            file.write(json.dumps({"words": words, "entities": rows}) + "\n")


def read_additions(path: Path) -> Additions:
    """The additions of a file; none where `tagger-weak` has not been run."""
    if not path.exists():
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {tuple(row["words"]): [Entity(*entity) for entity in row["entities"]] for row in rows}


def with_additions(
    words: Sequence[Word],
    sentences: Sequence[tuple[int, int]],
    entities: list[Entity],
    additions: Additions,
) -> list[Entity]:
    """The rules' entities of a text and what the other sources add to its sentences, in order.

    An addition that touches an entity of the rules is left out.
    """
    taken = {i for e in entities for i in range(e.first, e.last + 1)}
    result = list(entities)
    for first, end in sentences:
        for e in additions.get(tuple(word.norm for word in words[first:end]), []):
            place = Entity(first + e.first, first + e.last, e.type, e.assertion)
            if taken.isdisjoint(range(place.first, place.last + 1)):
                result.append(place)
    return sorted(result, key=lambda entity: entity.first)
