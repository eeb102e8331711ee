/** Plurals of medical English that no rule of endings gives. */
const IRREGULAR: Readonly<Record<string, string>> = {
  pneumothoraces: 'pneumothorax',
  hydropneumothoraces: 'hydropneumothorax',
  hemithoraces: 'hemithorax',
  thoraces: 'thorax',
  apices: 'apex',
  granulomata: 'granuloma',
  bullae: 'bulla',
  hila: 'hilum',
  hili: 'hilum',
  bronchi: 'bronchus',
  vertebrae: 'vertebra',
  scapulae: 'scapula',
  axillae: 'axilla',
  clavicals: 'clavicle',
  sulci: 'sulcus',
  emboli: 'embolus',
  metastases: 'metastasis',
  atelectases: 'atelectasis',
  prostheses: 'prosthesis',
  arteries: 'artery',
  atria: 'atrium',
  humeri: 'humerus',
  viscera: 'viscera',
  feet: 'foot',
  diverticula: 'diverticulum',
};

const KEPT = /(?:ss|us|is)$|^(?:pancreas|gas|psoas|series)$/;

/**
 * The singular of a lower-case word, by a list of medical plurals and by its ending. Words that end in -is, -us,
 * -ss are singular already.
 */
export function singular(word: string): string {
  const listed = IRREGULAR[word];
  if (listed) return listed;
  if (word.length < 4 || !word.endsWith('s') || KEPT.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** The words of a mention, lower case, hyphens and slashes as spaces, marks dropped. */
export function wordsOf(mention: string): string[] {
  return mention
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .split(/[^\p{L}\p{N}.]+/u)
    .map((word) => word.replace(/^\.+|\.+$/g, ''))
    .filter((word) => word !== '' && word !== 'xxxx');
}

/** "an" before a vowel sound, else "a". */
export function article(next: string): 'a' | 'an' {
  return /^(?:[aeio]|u(?!ni|se|su))|^(?:8|11|18)\b|^X-/.test(next.toLowerCase()) || /^X-/.test(next)
    ? 'an'
    : 'a';
}
