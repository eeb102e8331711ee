/**
 * `npm run -s metrics -- PAIRS.json`: scores generated texts.
 * PAIRS.json is `[{ "reference", "prediction" }]`, both tokenised by white space.
 * Prints one JSON object; bad input is explained on stderr, exit code 2.
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { captionScores, type TextPair } from '../src/domain/metrics';

const Pairs = v.pipe(
  v.array(v.object({ reference: v.string(), prediction: v.string() })),
  v.minLength(1, 'there is no pair in it'),
);

class UsageError extends Error {}

/** Reads and checks a file of pairs. Throws UsageError saying what is wrong with which file. */
async function readPairs(path: string): Promise<TextPair[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is no JSON: ${messageOf(cause)}`, { cause });
  }
  const parsed = v.safeParse(Pairs, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const place = v.getDotPath(issue);
    throw new UsageError(
      `${path}: expected [{ "reference": text, "prediction": text }, ...]` +
        `${place === null ? '' : `, at ${place}`}: ${issue.message}`,
    );
  }
  return parsed.output;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function main(args: readonly string[]): Promise<void> {
  const [path, ...rest] = args;
  if (path === undefined || rest.length > 0 || path.startsWith('-')) {
    throw new UsageError('usage: npm run -s metrics -- PAIRS.json');
  }
  console.log(JSON.stringify(captionScores(await readPairs(path))));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`metrics: ${error.message}`);
  process.exitCode = 2;
}
