/**
 * Words beside a term that say how much, where, since when or how sure. They are kept in plain English:
 * `before` the term, or `after` it as a phrase. A slot `[whole|SIDE|both]` takes the side.
 */
export type Modifier =
  | { readonly place: 'before'; readonly plain: string; readonly amount?: string }
  | { readonly place: 'quantity'; readonly plain: string }
  | { readonly place: 'side'; readonly side: Side }
  | { readonly place: 'after'; readonly plain: string; readonly side?: Side };

export type Side = 'left' | 'right' | 'both';

const LUNG = '[the lung|the SIDE lung|both lungs]';

/** Word and what it becomes before a term; `amount` stands with a mass noun: "a small amount of fluid". */
const BEFORE: Readonly<Record<string, string | readonly [plain: string, amount: string]>> = {
  mild: ['mild', 'small amount of'],
  minimal: ['very mild', 'very small amount of'],
  small: ['small', 'small amount of'],
  tiny: ['tiny', 'tiny amount of'],
  trace: ['faint', 'trace of'],
  slight: ['slight', 'small amount of'],
  moderate: ['medium', 'medium amount of'],
  'moderate-sized': ['medium-sized', 'medium amount of'],
  'moderate-size': ['medium-sized', 'medium amount of'],
  large: ['large', 'large amount of'],
  huge: ['huge', 'huge amount of'],
  massive: ['huge', 'huge amount of'],
  extensive: ['widespread', 'large amount of'],
  marked: ['marked', 'large amount of'],
  significant: ['major', 'major amount of'],
  substantial: ['major', 'major amount of'],
  sizable: ['large', 'large amount of'],
  severe: 'severe',
  borderline: 'borderline',
  sized: 'sized',
  subtle: 'faint',
  vague: 'vague',
  mildly: 'slightly',
  minimally: 'very slightly',
  slightly: 'slightly',
  moderately: 'fairly',
  markedly: 'greatly',
  severely: 'severely',
  diffusely: 'widely',
  somewhat: 'somewhat',
  acute: 'new',
  subacute: 'fairly new',
  chronic: 'long-term',
  old: 'old',
  remote: 'old',
  prior: 'past',
  previous: 'past',
  recent: 'recent',
  new: 'new',
  active: 'active',
  healed: 'healed',
  healing: 'healing',
  stable: 'stable',
  unchanged: 'unchanged',
  persistent: 'lasting',
  residual: 'leftover',
  worsening: 'worsening',
  developing: 'developing',
  resolving: 'fading',
  improving: 'improving',
  increasing: 'growing',
  progressive: 'growing',
  evolving: 'changing',
  known: 'known',
  early: 'early',
  senescent: 'age-related',
  focal: 'local',
  localized: 'local',
  discrete: 'separate',
  lobar: 'lobe-wide',
  diffuse: 'widespread',
  generalized: 'widespread',
  multifocal: 'scattered',
  patchy: 'patchy',
  streaky: 'streaky',
  scattered: 'scattered',
  subsegmental: 'small-area',
  segmental: 'larger-area',
  platelike: 'thin, band-like',
  'plate-like': 'thin, band-like',
  discoid: 'thin, band-like',
  bandlike: 'band-like',
  'band-like': 'band-like',
  linear: 'line-like',
  curvilinear: 'curved',
  confluent: 'merging',
  dense: 'dense',
  round: 'round',
  rounded: 'round',
  oval: 'oval',
  ovoid: 'oval',
  hazy: 'hazy',
  displaced: 'out-of-place',
  nondisplaced: 'in-place',
  loculated: 'trapped',
  layering: 'settled',
  dependent: 'low-lying',
  compressive: 'pressure-related',
  underlying: 'hidden',
  superimposed: 'added',
  suspicious: 'worrying',
  definite: 'definite',
  overt: 'clear-cut',
  obvious: 'clear',
  gross: 'obvious',
  visible: 'visible',
  visualized: 'visible',
  convincing: 'convincing',
  possible: 'possible',
  probable: 'likely',
  likely: 'likely',
  questionable: 'possible',
  suspected: 'suspected',
  presumed: 'presumed',
  atypical: 'unusual',
  typical: 'typical',
  benign: 'harmless',
  incidental: 'chance',
  partial: 'partial',
  complete: 'complete',
  multilevel: 'multi-level',
  multilobar: 'multi-part',
  overlying: 'overlying',
  upper: 'upper',
  lower: 'lower',
  mid: 'middle',
  middle: 'middle',
  superior: 'upper',
  inferior: 'lower',
  anterior: 'front',
  posterior: 'back',
  lateral: 'outer',
  medial: 'inner',
  central: 'central',
  peripheral: 'outer',
  proximal: 'near-end',
  distal: 'far-end',
  main: 'main',
  midline: 'midline',
  single: 'single',
  solitary: 'single',
  dominant: 'main',
  radiographic: 'X-ray',
  normal: 'normal',
  abnormal: 'abnormal',
  remaining: 'remaining',
  additional: 'other',
  other: 'other',
  further: 'further',
  postsurgical: 'surgery-related',
  postoperative: 'surgery-related',
  degenerative: 'wear-related',
  surgical: 'surgical',
  metallic: 'metal',
};

const QUANTITIES: Readonly<Record<string, string>> = {
  multiple: 'many',
  several: 'several',
  few: 'few',
  numerous: 'many',
  innumerable: 'countless',
  some: 'some',
  two: 'two',
  three: 'three',
  various: 'various',
};

const AFTER: Readonly<Record<string, readonly [string, Side?]>> = {
  basilar: [`at the bottom of ${LUNG}`],
  basal: [`at the bottom of ${LUNG}`],
  bibasilar: [`at the bottom of ${LUNG}`, 'both'],
  bibasal: [`at the bottom of ${LUNG}`, 'both'],
  apical: [`at the top of ${LUNG}`],
  biapical: [`at the top of ${LUNG}`, 'both'],
  lingular: ['in the part of [the lung|the SIDE lung|both lungs] beside the heart'],
  retrocardiac: ['behind the heart'],
  perihilar: [`around the root of ${LUNG}`],
  parahilar: [`around the root of ${LUNG}`],
  suprahilar: [`above the root of ${LUNG}`],
  infrahilar: [`below the root of ${LUNG}`],
  hilar: [`at the root of ${LUNG}`],
  mediastinal: ['in the middle of the chest'],
  axillary: ['in the armpit'],
  abdominal: ['in the belly'],
  splenic: ['in the spleen'],
  hepatic: ['in the liver'],
  paratracheal: ['beside the windpipe'],
  retrosternal: ['behind the breastbone'],
  paraspinal: ['beside the spine'],
  subdiaphragmatic: ['below the breathing muscle'],
  subpleural: ['near the lung lining'],
  'age-indeterminate': ['of unknown age'],
  nonspecific: ['of unclear cause'],
  'non-specific': ['of unclear cause'],
};

const SIDES: Readonly<Record<string, Side>> = {
  left: 'left',
  right: 'right',
  'left-sided': 'left',
  'right-sided': 'right',
  bilateral: 'both',
  both: 'both',
};

const MEASURE = /^(?:\d+(?:\.\d+)?(?:st|nd|rd|th|mm|cm)?|mm|cm|x)$/;
/** "right-greater-than-left": joined in phrases.ts, so that its sides stay together. */
const COMPARED = /^(?:left|right)-\w+-than-(?:left|right)$/;
const ORDINAL = /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)$/;

/** What a lower-case word beside a term becomes; undefined when it is no modifier. */
export function modifierOf(word: string): Modifier | undefined {
  const side = own(SIDES, word);
  if (side) return { place: 'side', side };
  const after = own(AFTER, word);
  if (after) return { place: 'after', plain: after[0], ...(after[1] ? { side: after[1] } : {}) };
  const quantity = own(QUANTITIES, word);
  if (quantity) return { place: 'quantity', plain: quantity };
  const before = own(BEFORE, word);
  if (typeof before === 'string') return { place: 'before', plain: before };
  if (before) return { place: 'before', plain: before[0], amount: before[1] };
  if (COMPARED.test(word)) return { place: 'before', plain: word.replaceAll('-', ' ') };
  if (MEASURE.test(word) || ORDINAL.test(word)) return { place: 'before', plain: word };
  return undefined;
}

function own<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
