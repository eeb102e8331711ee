"""Splitting text into words, exactly as the TypeScript engine does it.

A word is a maximal run of letters, digits and combining marks (Unicode categories L*, N*, M*);
every other character that is not white space is a word of its own. Offsets count UTF-16 code
units of the original text. A word's normal form is lower case without accents (NFD, marks
dropped), as in BERT's uncased tokenizer.
"""

import unicodedata
from dataclasses import dataclass

# ECMAScript's \s.
WHITE_SPACE = frozenset(
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)


@dataclass(frozen=True)
class Word:
    """One word of a text: its normal form and its place in UTF-16 code units (end exclusive)."""

    norm: str
    start: int
    end: int


def normal_form(text: str) -> str:
    """Lower case, decomposed, combining marks (Mn) dropped."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def split_words(text: str) -> list[Word]:
    """The words of a text in order. Any Unicode input; an empty text has no words."""
    words: list[Word] = []
    run: list[str] = []
    run_start = offset = 0

    def close() -> None:
        if run:
            words.append(Word(normal_form("".join(run)), run_start, offset))
            run.clear()

    for character in text:
        units = 2 if ord(character) > 0xFFFF else 1
        if character in WHITE_SPACE:
            close()
        elif unicodedata.category(character)[0] in "LNM":
            if not run:
                run_start = offset
            run.append(character)
        else:
            close()
            words.append(Word(normal_form(character), offset, offset + units))
        offset += units
    close()
    return words
