import type { SentenceConcern } from './report';

/** Words that tell of a change, or of none, since an earlier film. */
const COMPARES = new RegExp(
  [
    String.raw`\b(?:stable|unchanged|again|remains?|redemonstrat\w+|persist(?:s|ent(?:ly)?|ing)?|new(?:ly)?|no longer)\b`,
    String.raw`\bprevious(?:ly)? (?:seen|noted|described|identified|demonstrated|present)\b`,
    String.raw`\b(?:prior|previous|earlier|last|old) (?:chest |plain )?(?:exam\w*|stud(?:y|ies)|films?|x-?rays?|radiographs?|images?|imaging)\b`,
    String.raw`\b(?:compar(?:ed|ison)|in the interval|since (?:the )?(?:prior|previous|last))\b`,
    String.raw`\binterval (?:\w+ )?(?:change|development|increase|decrease|removal|placement|resolution|improvement|worsening|growth|clearing)\b`,
    String.raw`\b(?:has|have) (?:\w+ly )?(?:increased|decreased|resolved|improved|worsened|cleared|progressed)\b`,
  ].join('|'),
);

/**
 * Whether a sentence compares with an earlier film ("stable cardiomegaly"). A study here is the films on the desk
 * alone. The decoders never write such words (src/engine/decoding/comparing-words.json); a reader may.
 * @param sentence  of the findings or the impression
 */
export function comparisonConcern(sentence: string): SentenceConcern | undefined {
  const words = COMPARES.exec(sentence.toLowerCase())?.[0];
  if (words === undefined) return undefined;
  return {
    kind: 'earlier-film',
    reason: `“${words}” compares with an earlier film, and none was read: keep it only if you have compared.`,
  };
}
