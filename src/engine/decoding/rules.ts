import comparing from './comparing-words.json';
import { ungrammatical } from './grammar';
import type { Phrases } from './phrases';
import { keptSentences } from './restatements';
import saidOnce from './said-once.json';
import type { DecodedToken } from './session';
import { PAD, BOS, EOS, UNK } from './special-tokens';

/** What the masks need to know of a vocabulary, and the length limits. */
export interface DecodingRules {
  readonly fullStop: number;
  /** Absent when the vocabulary has no comma. */
  readonly comma?: number;
  /** Tokens that are never written. */
  readonly never: readonly number[];
  /** Tokens that no sentence holds twice. */
  readonly once: ReadonlySet<number>;
  /** Those of the reports that the decoder learned from; absent from packs that do not hold them. */
  readonly phrases?: Phrases;
  /** Most tokens of a report, <eos> not counted. */
  readonly maxLength: number;
  /** Exponent of the length normalisation of beam search. */
  readonly lengthPenalty: number;
  /** Of all tokens. */
  readonly words: readonly string[];
  /** The token of each word but <unk>. */
  readonly ids: ReadonlyMap<string, number>;
}

/** The mark of a removed identifier in the training texts; no report may hold it. */
const REMOVED = 'xxxx';

/**
 * Words that tell of a change, or of none, since an earlier film: the reports that the decoders learned from had
 * one, a study here has not. training/decoders/decoding.py reads the same list.
 */
const COMPARING: ReadonlySet<string> = new Set(comparing.words);

/** Words that many sentences of those reports say, and none says twice; `size`, which two say twice, is one of them. */
const SAID_ONCE: ReadonlySet<string> = new Set(saidOnce.words);

/** The rules for a vocabulary. @throws RangeError when it has no full stop */
export function rulesFor(
  tokens: readonly string[],
  limits: { readonly maxLength: number; readonly lengthPenalty: number },
  phrases?: Phrases,
): DecodingRules {
  const fullStop = tokens.indexOf('.');
  if (fullStop < 0) throw new RangeError('the vocabulary has no full stop');
  const comma = tokens.indexOf(',');
  const unsaid = idsOf(tokens, (token) => token.includes(REMOVED) || COMPARING.has(token));
  return {
    fullStop,
    ...(comma < 0 ? {} : { comma }),
    never: [PAD, BOS, UNK, ...unsaid],
    once: idsOf(tokens, (token) => SAID_ONCE.has(token)),
    ...(phrases ? { phrases } : {}),
    maxLength: limits.maxLength,
    lengthPenalty: limits.lengthPenalty,
    words: tokens,
    ids: new Map(tokens.flatMap((word, id) => (id === UNK ? [] : [[word, id]]))),
  };
}

function idsOf(tokens: readonly string[], isMeant: (token: string) => boolean): ReadonlySet<number> {
  return new Set(tokens.flatMap((token, id) => (isMeant(token) ? [id] : [])));
}

/**
 * Tokens that may not follow: special ones, <eos> inside a sentence, an empty sentence, a sentence said
 * before, a comma without a word before it, the same token three times running, the same three tokens twice
 * in one sentence, a word of `once` said in it before, what breaks its grammar, and what would make a phrase that no
 * report holds that the decoder learned from, unless the other rules leave none.
 * @param tokens  written so far, without <bos>
 */
export function forbidden(tokens: readonly number[], rules: DecodingRules): Set<number> {
  const masked = new Set(rules.never);
  const { fullStop, comma } = rules;
  const last = tokens.at(-1);
  if (last !== fullStop) masked.add(EOS);
  if (last === undefined || last === fullStop || last === comma) {
    masked.add(fullStop);
    if (comma !== undefined) masked.add(comma);
  } else if (repeatsSentence(tokens, fullStop)) {
    masked.add(fullStop);
  }
  const open = tokens.slice(tokens.lastIndexOf(fullStop) + 1);
  for (const token of thirdAgain(open)) masked.add(token);
  for (const token of open) if (rules.once.has(token)) masked.add(token);
  for (const word of ungrammatical(open.map((token) => rules.words[token] ?? ''))) {
    const token = rules.ids.get(word);
    if (token !== undefined) masked.add(token);
  }
  if (last !== undefined && tokens.length >= 2 && last === tokens.at(-2)) masked.add(last);
  if (rules.phrases) closeOtherPhrases(masked, open, rules.phrases);
  return masked;
}

function closeOtherPhrases(masked: Set<number>, open: readonly number[], phrases: Phrases): void {
  const known = phrases.following(open);
  if ([...known].every((token) => masked.has(token))) return;
  for (let token = 0; token < phrases.vocabulary; token++) {
    if (token !== EOS && !known.has(token)) masked.add(token);
  }
}

/**
 * Tokens that followed the open sentence's last two tokens before, in the same sentence. Without this a sentence
 * can run in a circle up to the length limit, and is then dropped whole.
 */
function thirdAgain(open: readonly number[]): number[] {
  const [first, second] = open.slice(-2);
  if (second === undefined) return [];
  return open.slice(2).filter((_, i) => open[i] === first && open[i + 1] === second);
}

/** True when the open sentence equals a completed one. */
function repeatsSentence(tokens: readonly number[], fullStop: number): boolean {
  const start = tokens.lastIndexOf(fullStop) + 1;
  const open = tokens.slice(start);
  let from = 0;
  for (let end = tokens.indexOf(fullStop); end >= 0 && end < start; end = tokens.indexOf(fullStop, from)) {
    if (end - from === open.length && open.every((token, i) => token === tokens[from + i])) return true;
    from = end + 1;
  }
  return false;
}

/** What is shown of the tokens written: whole sentences, none of which says another again. */
export function finishedReport<Written extends Pick<DecodedToken, 'token'>>(
  written: readonly Written[],
  { fullStop, words }: DecodingRules,
): Written[] {
  const sentences: Written[][] = [];
  let open: Written[] = [];
  for (const one of written) {
    open.push(one);
    if (one.token !== fullStop) continue;
    sentences.push(open);
    open = [];
  }
  const kept = keptSentences(
    sentences.map((sentence) => sentence.slice(0, -1).map(({ token }) => words[token] ?? '')),
  );
  return sentences.filter((_, place) => kept.has(place)).flat();
}
