import { greedy } from './greedy';
import { readBack } from './read-back';
import type { DecodingRules } from './rules';
import type { DecodedToken, DecodingOptions, DecodingSession } from './session';
import { BOS, EOS } from './special-tokens';

/**
 * Writes the impression: a second segment, after the findings have been read back in as they are shown, so that it
 * depends on their text alone and not on how they were found. `<bos> findings <eos> impression <eos>` is one
 * sequence to the network. The rules hold within the impression alone. training/decoders/impression.py does exactly
 * the same.
 * @param session    of the same study, newly opened
 * @param findings   tokens without <bos> and <eos>; words outside the vocabulary as <unk>
 * @param maxLength  most tokens of the impression; empty where no sentence ends within it
 */
export async function writeImpression(
  session: DecodingSession,
  rules: DecodingRules,
  findings: readonly number[],
  maxLength: number,
  options: DecodingOptions = {},
): Promise<DecodedToken[]> {
  await readFindings(session, findings, options);
  return greedy(session, { ...rules, maxLength }, options, EOS);
}

/** What a decoder makes of an impression that is not word for word its own. @param findings, session  as above */
export async function readImpression(
  session: DecodingSession,
  rules: DecodingRules,
  findings: readonly number[],
  impression: readonly number[],
  options: DecodingOptions = {},
): Promise<DecodedToken[]> {
  await readFindings(session, findings, options);
  return readBack(session, rules, impression, options, EOS);
}

async function readFindings(
  session: DecodingSession,
  findings: readonly number[],
  { pause }: DecodingOptions,
): Promise<void> {
  for (const word of [BOS, ...findings]) {
    await pause?.();
    await session.next([word], [0]);
  }
}
