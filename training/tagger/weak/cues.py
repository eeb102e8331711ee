"""Words and phrases that deny or hedge, after the NegBio and CheXpert patterns (lexicons/negbio,
lexicons/chexpert), put in the form spec/ENTITIES.md asks for (rule 7, decisions 6, 7, 12, 13)."""

import re


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<!\S)(?:" + "|".join(line.strip() for line in text.strip().splitlines()) + r")(?!\S)"
    )


# A cue before what it denies. Matched on the sentence's normal forms joined by single spaces.
NEGATION_BEFORE = _pattern(r"""
no
without
negative for
negative(?= (?:acute|focal|active))
free of
free from
clear of
absence of
lack of
nor
neither
never
denies
denied
deny
removal of
resolution of
clearing of
resolved
rather than
ruled out for
""")
# ... but not here: nothing is denied.
NOT_A_NEGATION = _pattern(r"""
no (?:\S+ ){0,4}?(?:change|changes|increase|decrease|progression|growth|difference|improvement|worsening|enlargement) (?:in|of|from|since|to|when|compared|with|as)
no (?:\S+ ){0,3}?interval (?:change|changes)
no (?:\S+ ){0,2}?(?:prior|previous|comparison) (?:exams?|examinations?|films?|stud(?:y|ies)|radiographs?|images?|chest)
without (?:\S+ ){0,3}?(?:change|changes)
(?:near|partial|incomplete|nearly|almost|near complete|partially|mostly|some) (?:complete )?(?:resolution|clearing|resolved)(?: of)?
no longer
no doubt
no (?:significant |interval |substantial |other |acute |appreciable |xxxx )*change
not (?:\S+ ){0,2}?exclude
""")

# "not" denies the rest of its clause unless one of these follows.
SEEN = (
    r"(?:seen|identified|visualized|visualised|evident|appreciated|demonstrated|present|noted|detected|apparent|observed|"
    r"visible|found|suggested|shown|recognized|confirmed|redemonstrated|discernible)"
)
NEGATION_AFTER = _pattern(
    rf"""
(?:not|no longer) (?:(?:definitely|clearly|definitively|currently|now|well|radiographically|otherwise|readily|again|convincingly|be|been|significantly) ){{0,2}}{SEEN}
(?:has|have|had) (?:since |now |completely |also |apparently |essentially )?(?:resolved|cleared|disappeared)
(?:has|have|had) (?:since |now |also )?been removed
(?:is|are|was|were) (?:now |also |since )?(?:resolved|removed|absent|negative)
(?:is|are|was|were|has been|have been) ruled out
[:\-–] (?:none|no|nil|absent|negative|not (?:seen|present|identified|evident|visualized))(?= [.;]|$)
resolved
removed
no longer
"""
)
NOT_NEGATION_AFTER = _pattern(r"""
(?:near|nearly|almost|partially|mostly|not|incompletely|not completely|partly) (?:completely |entirely )?(?:resolved|cleared|removed)
(?:are|is|be|been|was|were) not well (?:seen|visualized)
""")
NOT_BEFORE = re.compile(
    r"(?<!\S)not(?! (?:\S+ ){0,3}?(?:exclude|excluded|changed|unchanged|available|included|imaged|obtained|performed|well|"
    r"completely|entirely|only|xxxx\S*|ruled|" + SEEN + r")(?!\S))(?!\S)"
)

UNCERTAINTY_BEFORE = _pattern(r"""
(?:most|less) xxxx
(?:may|might|could)(?! (?:be|also be|still be|well be) (?:useful|helpful|obtained|considered|performed|of|benefit|beneficial|warranted|necessary|seen|of|made|better))(?! (?:benefit|contain))
would (?:be )?(?:suggest|represent|favor|indicate|reflect|consistent|compatible|concerning|be|suspect|question|consider)
possible
possibly
probable
probably
likely
perhaps
maybe
presumably
presumed
potential
potentially
conceivably
suspicious for
suspicious of
suspicion
suspect
suspects
suspected
questionable
question
questioned
equivocal
suggest
suggests
suggested
suggesting
suggestive of
suggestion of
suggestive
favor
favors
favored
favoring
concerning for
concerning
concern
concerns
worrisome for
worrisome
consider
considerations
consideration
differential
exclude
excluding
rule out
r / o
correlate for
correlate clinically for
correlation for
evaluate for
evaluation for
evaluated for
assess for
versus
vs
possibility
possibilities
thought to
felt to
believed to
raise
raises
raising
if
whether
\?
""")
# These reach only their own noun phrase and what is joined to it by "or".
SHORT_HEDGES = frozenset(
    [
        "most",
        "less",
        "possible",
        "probable",
        "questionable",
        "suspected",
        "presumed",
        "potential",
        "possibly",
        "probably",
        "likely",
        "perhaps",
        "maybe",
        "presumably",
        "questioned",
        "equivocal",
    ]
)
UNCERTAINTY_AFTER = _pattern(r"""
(?:is|are|was|were|remains?|be) (?:\S+ )?(?:possible|likely|suspected|questioned|considered|questionable|probable|favored)
(?:not|cannot) (?:be )?(?:\S+ ){0,2}?(?:excluded|ruled out)
(?:may|might|could) be (?:present|considered)
(?:is|are) (?:in|within) the differential
(?:less|more|also|most) likely
possible
likely
suspected
""")
LOST_LIKELY = _pattern(r"""
xxxx\S* (?:represent|represents|representing|reflect|reflects|reflecting|related to|due to|secondary to|indicate|indicates|indicating|from|the sequela of|the sequelae of|sequela of|sequelae of|a|an)
""")

# Words that end the reach of a cue.
BREAKS = frozenset(
    [
        "but",
        "however",
        "although",
        "though",
        "except",
        "aside",
        "apart",
        "whereas",
        "while",
        "otherwise",
        "yet",
        "nevertheless",
    ]
)
AFFIRMATIVES = frozenset(
    [
        "mild",
        "stable",
        "minimal",
        "unchanged",
        "persistent",
        "again",
        "chronic",
        "the",
        "there",
        "this",
        "these",
        "moderate",
        "old",
        "mildly",
        "status",
        "probable",
        "possible",
        "likely",
        "probably",
        "possibly",
        "some",
        "which",
        "degenerative",
        "bibasilar",
        "low",
    ]
)
