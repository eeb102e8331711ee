/** Rules on a sentence whose terms are place-holders (segments.ts); in order, later ones see the earlier's work. */
type Rule = readonly [RegExp, string | ((...found: string[]) => string)];

/** Finding, part, unknown: what can be a noun. */
const N = '[\\uE000-\\uE3FF\\uE800-\\uEFFF]';
const O = '[\\uE800-\\uEBFF]';
const J = '[\\uE400-\\uE7FF]';
const rule = (source: string, to: Rule[1], flags = 'gi'): Rule => [
  new RegExp(source.replaceAll('<N>', N).replaceAll('<O>', O).replaceAll('<J>', J), flags),
  to,
];

const STATE =
  'normal|within normal limits|clear|intact|unremarkable|stable|unchanged|midline|negative|grossly clear|grossly normal|grossly unremarkable|grossly intact|otherwise clear|otherwise normal|otherwise unremarkable|mildly prominent';
const OF_PART = '(?:the )?<O>(?: (?:size|contours?|volumes?|silhouettes?))?';
const ADJECTIVES =
  '(?:(?:normal|clear|unremarkable|intact|stable|unchanged|well[- ]expanded|well[- ]aerated|well[- ]inflated|grossly clear|grossly normal)(?:,? and |, | )?)+';
const PARTS = `${OF_PART}(?:(?:, and |, | and )${OF_PART})*`;

const SIDED = '(left|right) (greater|larger|worse|more|less) than (left|right)';

/** Before noun phrases are built: whole constructions. `be#` becomes "is" or "are" with its subject. */
export const CONSTRUCTIONS: readonly Rule[] = [
  rule(`\\b${SIDED}(?= [\\w\\uE000-\\uEFFF])`, '$1-$2-than-$3'),
  rule('(<N>)/(?=<N>)', '$1 / '),
  rule('\\bfocal areas? of (?=(?:\\w+ ){0,2}<N>)', 'focal '),
  rule('\\bif clinically (?:indicated|warranted|needed)\\b', 'if your doctor sees a need'),
  rule(`(^|[,;] )(${OF_PART}) ((?:\\w+ly )?<J>)(?=[\\s.,;]|$)`, '$1$2 be# $3'),
  rule(
    `^(\\W*(?:\\d+\\. )?)(${ADJECTIVES}) (${PARTS})(?=[\\s.;]*$)`,
    (_, lead = '', state = '', parts = '') => `${lead}${parts} be# ${state.toLowerCase()}`,
  ),
  rule(
    `^(\\W*(?:\\d+\\. )?)((?:mildly |slightly |moderately |markedly )?)(<J>(?:,? and <J>)?) (<O>)(?=[\\s.;]*$)`,
    (_, lead = '', degree = '', state = '', part = '') =>
      `${lead}${part} be# ${degree.toLowerCase()}${state}`,
  ),
  rule(
    `^(?!.*\\b(?:is|are|was|were|be#|has|have|there|there's|shows?|demonstrates?|reveals?)\\b)(.*<N>)((?: bilaterally| again)?) (noted|identified|seen|visualized|demonstrated|present|appreciated)(?=[\\s.;]*$)`,
    '$1 be#$2 $3',
  ),
  rule(`^(\\W*(?:\\d+\\. )?)(${PARTS}) (${STATE})(?! <N>)\\b`, '$1$2 be# $3'),
  rule(`([,;] |and )(${OF_PART}) (${STATE})(?! <N>)\\b`, '$1$2 be# $3'),
  rule(
    '\\bthere (?:is|are) no (?:radiographic |convincing |definite )?evidence (?:of|for|to suggest)(?: an?| any)?(?= )',
    'there is no sign of any',
  ),
  rule('\\bno (?:radiographic |x-ray )evidence (?:of|for)(?: an?| any)?(?= )', 'no sign on the X-ray of any'),
  rule('\\bno (?:\\w+ )?evidence (?:of|for|to suggest)(?: an?| any)?(?= )', 'no sign of any'),
  rule('\\bwithout (?:\\w+ )?evidence (?:of|for)(?: an?| any)?(?= )', 'with no sign of any'),
  rule('\\bevidence (?:of|for)\\b', 'sign of'),
  rule('^(\\W*(?:\\d+\\. )?)negative for\\b', '$1no sign of any'),
  rule('\\bis negative for\\b', 'shows no sign of any'),
  rule('\\bare negative for\\b', 'show no sign of any'),
  rule('\\bis without(?: evidence of)?(?: an?| any)?(?= )', 'has no'),
  rule('\\bare without(?: evidence of)?(?: an?| any)?(?= )', 'have no'),
  rule('\\bwithout(?: an?| any)?(?= )', 'with no'),
  rule('\\b(free|clear) of(?: an?| any)?(?= )', '$1 of any'),
  rule('\\bno xxxx of(?: an?)?(?= )', 'no XXXX of any'),
  rule('\\bno typical findings of\\b', 'no typical signs of'),
  rule('\\bno findings of\\b', 'no signs of'),
  rule(
    '\\b(is|are|was|were|remains?|appears?|be|be#) (?:grossly )?unremarkable(?: in appearance)?\\b',
    (_, verb = '') => `${normalVerb(verb)} normal`,
  ),
  rule(
    "\\b(is|are|was|were|remains?|be|be#) (?:overall |otherwise |grossly )?within (?:normal limits|limits of normal)(?: for patient(?:'s)? age)?",
    '$1 normal',
  ),
  rule('\\bwithin (?:normal limits|limits of normal)\\b', 'normal'),
  rule('\\bunremarkable\\b', 'normal'),
  rule('\\b(?:at )?(?:the )?upper limits? of normal\\b', 'just within the normal range'),
  rule('\\btop[- ]normal\\b', 'just within the normal range'),
  rule('\\bof normal size and (?:contour|configuration|appearance)\\b', 'of normal size and shape'),
  rule('\\b(in|for|of) (normal )?size and (?:contour|configuration|appearance)\\b', 'in $2size and shape'),
  rule('\\bnormal size and (?:contour|configuration)\\b', 'normal size and shape'),
  rule('\\bfor size and (?:contour|configuration)\\b', 'in size and shape'),
  rule('\\b(in|for) (?:contour|configuration|appearance)\\b', 'in shape'),
  rule('\\b(?:in|of) (normal )?caliber\\b', 'in $1width'),
  rule('\\bnormal (?:in size|size)(?= and <O>)', 'normal in size'),
  // hedges and links
  rule('\\b(?:is|are) (?:most )?(?:suggestive of|suspicious for)(?: an?)?\\b', 'may be a sign of'),
  rule('\\b(?:most )?(?:suggestive of|suspicious for)(?: an?)?\\b', 'that may be a sign of'),
  rule('\\bis concerning for(?: an?)?\\b', 'raises concern for'),
  rule('\\bare concerning for(?: an?)?\\b', 'raise concern for'),
  rule('\\bconcerning for(?: an?)?\\b', 'that raises concern for'),
  rule('\\bis (?:most )?(?:consistent|compatible) with\\b', 'fits with'),
  rule('\\bare (?:most )?(?:consistent|compatible) with\\b', 'fit with'),
  rule('\\bmost (?:consistent|compatible) with\\b', 'that best fits with'),
  rule('\\b(?:consistent|compatible) with\\b', 'in keeping with'),
  rule('\\b(may|might|could|would|can) (?:also )?(?:represent|reflect|indicate|suggest)\\b', '$1 be'),
  rule('\\bmay be (?:related|secondary|due) to\\b', 'may be caused by'),
  rule('\\b(likely|probably|possibly|perhaps) (?:representing|reflecting|indicating)\\b', '$1'),
  rule('\\blikely (?:represents|reflects|represent|reflect)\\b', 'likely be#'),
  rule('\\bcannot be (?:entirely |completely |definitely )?excluded\\b', 'cannot be ruled out'),
  rule('\\bnot (?:entirely |completely )?excluded\\b', 'not ruled out'),
  rule('\\bexcluded?\\b', 'rule out'),
  rule('\\b(?:versus|vs\\.?)(?= )', 'or'),
  rule('\\b(?:is|are) (?:secondary|due|related) to\\b', 'be# caused by'),
  rule('\\b(?:secondary|due) to\\b', 'because of'),
  rule('\\brelated to\\b', 'linked to'),
  rule('\\bsequela(?:e)? of\\b', 'after-effects of'),
  rule('\\bstatus post\\b', 'after'),
  rule(
    '\\bdifferential (?:diagnosis|considerations?)?(?: would| may)? ?includes?\\b',
    'possible causes include',
  ),
  rule('\\bto suggest(?: an?)?(?= )', 'to suggest'),
  rule('\\bin the interval\\b', 'since the last test'),
];

function normalVerb(verb: string): string {
  if (/^remains?$/i.test(verb)) return verb;
  if (/^(?:are|appear|were)$/i.test(verb)) return 'look';
  if (verb === 'be') return 'be';
  return 'looks';
}

const word = (source: string, to: string): Rule => rule(`\\b(?:${source})\\b`, to);

/** After noun phrases are built: the words around them. */
export const WORDS: readonly Rule[] = [
  word('(?:pa|posteroanterior|ap|frontal) and lateral', 'front and side'),
  word('frontal', 'front'),
  word('lateral(?= (?:views?|films?|radiographs?|images?|x-rays?|projections?|chest|examination))', 'side'),
  word('critical result notification documented through primordial', 'the care team was told of this result'),
  word('(?:chest )?radiographs', 'X-rays'),
  word('(?:chest )?radiograph', 'X-ray'),
  word('radiographic examination|radiographic study', 'X-ray test'),
  word('radiographic(?:ally)?', 'X-ray'),
  word('examinations|exams', 'tests'),
  word('examination|exam', 'test'),
  word('studies', 'tests'),
  word('study', 'test'),
  word('computed tomography', 'CT scan'),
  word('cardiopulmonary', 'heart or lung'),
  word('cardiac', 'heart'),
  word('mediastinal', 'mid-chest'),
  word('hilar', 'lung-root'),
  word('pulmonary', 'lung'),
  word('bony|osseous|skeletal', 'bone'),
  word('(?:is|are) midline', 'is in the middle'),
  word('(?:be#) midline', 'be# in the middle'),
  word('(?:in|at) the midline', 'in the middle'),
  word('midline', 'in the middle'),
  word('configuration|contour', 'shape'),
  word('contours', 'shapes'),
  word('silhouettes?', 'outline'),
  word(
    'identified|visualized|demonstrated|appreciated|noted|evident|visible|apparent|detected|observed',
    'seen',
  ),
  word('again (?=seen)', 'still '),
  word('redemonstration of', 'repeat view of'),
  word('redemonstrated', 'seen again'),
  word('(?:demonstrate|reveal)s', 'shows'),
  word('(?:demonstrating|revealing)', 'that shows'),
  word('demonstrate|reveal', 'show'),
  word('appears to be', 'seems to be'),
  word('appear to be', 'seem to be'),
  word('unchanged in appearance', 'unchanged'),
  word('appearance', 'look'),
  word('grossly', 'broadly'),
  word('bilaterally', 'on both sides'),
  word('bilateral', 'two-sided'),
  word(
    'well[- ](?:expanded|aerated|inflated)|normally (?:inflated|expanded|aerated)',
    'well filled with air',
  ),
  word('expanded', 'filled with air'),
  word('aeration', 'air content'),
  word('symmetric', 'even'),
  word('approximately', 'about'),
  word('measuring', 'that measures'),
  word('in diameter', 'across'),
  word('adjacent to', 'next to'),
  word('adjacent', 'nearby'),
  word('specifically, ', 'in detail, '),
  word('specifically', 'in detail'),
  word('however', 'but'),
  word('additionally', 'also'),
  word('acute cardiac or lung', 'new heart or lung'),
  word('acute', 'new'),
  word('chronic', 'long-term'),
  word('focal areas?', 'single areas'),
  word('focal', 'local'),
  word('minimally', 'very slightly'),
  word('mildly', 'slightly'),
  word('moderately', 'fairly'),
  word('markedly', 'greatly'),
  word('significantly', 'much'),
  word('significant', 'major'),
  word('minimal', 'very mild'),
  word('moderate', 'medium'),
  word('extensive', 'widespread'),
  word('prior|previous', 'past'),
  word('previously', 'before'),
  word('interval', 'recent'),
  word('comparison(?: is made)? (?:to|with)', 'compared with'),
  word('recommended', 'advised'),
  word('recommend', 'advise'),
  word('correlation', 'check'),
  word('correlate', 'check'),
  word('follow-?up', 'follow-up'),
  word('evaluation', 'check'),
  word('evaluated', 'checked'),
  word('evaluate', 'check'),
  word('further', 'more'),
  word('obtained|performed', 'done'),
  word('consists? of', 'is made up of'),
  word('projecting', 'lying'),
  word('projects', 'lies'),
  word('overlying', 'over'),
  word('terminating', 'ending'),
  word('terminates', 'ends'),
  word('superimposed on', 'on top of'),
  word('underlying', 'hidden'),
  word('involving', 'in'),
  word('throughout', 'all through'),
  word('resolution of', 'clearing of'),
  word('resolved', 'gone'),
  word('improved', 'better'),
  word('suboptimal', 'poor'),
  word('preoperative', 'pre-surgery'),
  word('abnormality|abnormalities', 'problem'),
  word('technically', 'as a picture,'),
  word('primarily|predominantly', 'mostly'),
  word('relatively', 'fairly'),
  word('essentially', 'mostly'),
  word('particularly', 'mainly'),
  word('technique', 'method'),
  word('differences in', 'other'),
  word('etiology', 'cause'),
  word('age-indeterminate', 'of unknown age'),
  word('indeterminate', 'unclear'),
  word('remote', 'old'),
  word('persistent', 'lasting'),
  word('inferior', 'lower'),
  word('superior', 'upper'),
  word('posteriorly', 'at the back'),
  word('anteriorly', 'at the front'),
  word('bibasilar', 'lower two-sided'),
  word('basilar', 'bottom'),
  word('apical', 'top'),
  word('perihilar', 'near the root of the lung'),
  word('possibly', 'maybe'),
  word('probable|probably', 'likely'),
  word('questionable', 'possible'),
];

/** Applies rules in order. */
export function apply(rules: readonly Rule[], text: string): string {
  return rules.reduce(
    (current, [pattern, to]) =>
      typeof to === 'string' ? current.replace(pattern, to) : current.replace(pattern, to),
    text,
  );
}
