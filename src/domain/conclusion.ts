import table from './conclusion-words.json';
import { findingWords, type FindingName } from './finding';
import type { SentenceConcern } from './report';

/** Beside one of these no impression may say that nothing is acute. */
const ACUTE = new Set(table.acute) as ReadonlySet<FindingName>;
/** Beside these alone a chest may be called normal. */
const BESIDE_NORMAL = new Set(table.besideNormal) as ReadonlySet<FindingName>;

const NOTHING_ACUTE = new RegExp(table.nothingAcute);
/** What is said of bones alone does not speak of the lungs. */
const OF_BONES = new RegExp(table.ofBones);
const NORMAL_CHEST = new RegExp(table.normalChest);

/**
 * Findings that a sentence of the impression denies without a name: it says that nothing is acute, or that the chest is
 * normal. Finding heads cannot judge such a sentence. training/text/conclusion.py does exactly the same.
 * @param text    of the sentence, in lower case
 * @param stated  findings that the findings section states
 */
export function deniedByConclusion(text: string, stated: ReadonlySet<FindingName>): FindingName[] {
  if (NORMAL_CHEST.test(text)) return [...stated].filter((name) => !BESIDE_NORMAL.has(name));
  if (!NOTHING_ACUTE.test(text) || OF_BONES.test(text)) return [];
  return [...stated].filter((name) => ACUTE.has(name));
}

/** The mark of a sentence of the impression that denies what the findings above it state. @param sentence, stated  as above */
export function conclusionConcern(
  sentence: string,
  stated: ReadonlySet<FindingName>,
): SentenceConcern | undefined {
  const text = sentence.toLowerCase();
  const denied = deniedByConclusion(text, stated);
  if (denied.length === 0) return undefined;
  return {
    kind: 'unlike-findings',
    reason:
      `The findings above state ${denied.map(findingWords).join(', ')}; ` +
      `this sentence says that ${NORMAL_CHEST.test(text) ? 'the chest is normal' : 'nothing is acute'}.`,
  };
}
