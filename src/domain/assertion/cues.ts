/**
 * Words and phrases that deny or hedge, after the NegBio (public domain) and CheXpert (MIT) patterns, in the form
 * the entity scheme asks for; the same lists as training/tagger/weak/cues.py. All are matched on the normal forms of
 * a sentence's words, joined by single spaces, and only where words begin and end.
 */

/** One pattern of many, one a line. */
function cues(lines: string): RegExp {
  return new RegExp(`(?<!\\S)(?:${lines.trim().split('\n').join('|')})(?!\\S)`, 'g');
}

const SEEN =
  '(?:seen|identified|visualized|visualised|evident|appreciated|demonstrated|present|noted|detected|apparent|observed|visible|found|suggested|shown|recognized|confirmed|redemonstrated|discernible)';

/** A cue before what it denies. */
export const NEGATION_BEFORE = cues(String.raw`
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
`);

/** ... but not here: nothing is denied. */
export const NOT_A_NEGATION = cues(String.raw`
no (?:\S+ ){0,4}?(?:change|changes|increase|decrease|progression|growth|difference|improvement|worsening|enlargement) (?:in|of|from|since|to|when|compared|with|as)
no (?:\S+ ){0,3}?interval (?:change|changes)
no (?:\S+ ){0,2}?(?:prior|previous|comparison) (?:exams?|examinations?|films?|stud(?:y|ies)|radiographs?|images?|chest)
without (?:\S+ ){0,3}?(?:change|changes)
(?:near|partial|incomplete|nearly|almost|near complete|partially|mostly|some) (?:complete )?(?:resolution|clearing|resolved)(?: of)?
no longer
no doubt
no (?:significant |interval |substantial |other |acute |appreciable |xxxx )*change
not (?:\S+ ){0,2}?exclude
`);

/** A cue after what it denies. */
export const NEGATION_AFTER = cues(String.raw`
(?:not|no longer) (?:(?:definitely|clearly|definitively|currently|now|well|radiographically|otherwise|readily|again|convincingly|be|been|significantly) ){0,2}${SEEN}
(?:has|have|had) (?:since |now |completely |also |apparently |essentially )?(?:resolved|cleared|disappeared)
(?:has|have|had) (?:since |now |also )?been removed
(?:is|are|was|were) (?:now |also |since )?(?:resolved|removed|absent|negative)
(?:is|are|was|were|has been|have been) ruled out
[:\-–] (?:none|no|nil|absent|negative|not (?:seen|present|identified|evident|visualized))(?= [.;]|$)
resolved
removed
no longer
`);

/** Denials after a finding that leave nothing to judge: "is absent", "effusion: none". */
export const OUTRIGHT = /^(?:(?:is|are|was|were) absent$|[:\-–] )/;

/** ... but not here. */
export const NOT_NEGATION_AFTER = cues(String.raw`
(?:near|nearly|almost|partially|mostly|not|incompletely|not completely|partly) (?:completely |entirely )?(?:resolved|cleared|removed)
(?:are|is|be|been|was|were) not well (?:seen|visualized)
`);

/** "not" denies the rest of its clause unless one of these follows. */
export const NOT_BEFORE = new RegExp(
  String.raw`(?<!\S)not(?! (?:\S+ ){0,3}?(?:exclude|excluded|changed|unchanged|available|included|imaged|obtained|performed|well|completely|entirely|only|xxxx\S*|ruled|${SEEN})(?!\S))(?!\S)`,
  'g',
);

/** A hedge before what it makes uncertain. */
export const UNCERTAINTY_BEFORE = cues(String.raw`
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
`);

/** Hedges that reach only their own noun phrase and what is joined to it by "or". */
export const SHORT_HEDGES: ReadonlySet<string> = new Set(
  'equivocal less likely maybe most perhaps possible possibly potential presumably presumed probable probably questionable questioned suspected'.split(
    ' ',
  ),
);

/** A hedge after what it makes uncertain. */
export const UNCERTAINTY_AFTER = cues(String.raw`
(?:is|are|was|were|remains?|be) (?:\S+ )?(?:possible|likely|suspected|questioned|considered|questionable|probable|favored)
(?:not|cannot) (?:be )?(?:\S+ ){0,2}?(?:excluded|ruled out)
(?:may|might|could) be (?:present|considered)
(?:is|are) (?:in|within) the differential
(?:less|more|also|most) likely
possible
likely
suspected
`);

/** A removed word (XXXX) that was "likely". */
export const LOST_LIKELY = cues(String.raw`
xxxx\S* (?:represent|represents|representing|reflect|reflects|reflecting|related to|due to|secondary to|indicate|indicates|indicating|from|the sequela of|the sequelae of|sequela of|sequelae of|a|an)
`);

/** Words that end the reach of a cue. */
export const BREAKS: ReadonlySet<string> = new Set(
  'although apart aside but except however nevertheless otherwise though whereas while yet'.split(' '),
);

/** Words after a comma that begin what is not denied. */
export const AFFIRMATIVES: ReadonlySet<string> = new Set(
  'again bibasilar chronic degenerative likely low mild mildly minimal moderate old persistent possible possibly probable probably some stable status the there these this unchanged which'.split(
    ' ',
  ),
);
