/**
 * `npm run -s tag -- --labels report|bc5cdr|bionlp13cg [--conll] [--models DIR] FILE`: tags texts.
 * FILE holds one report a line: prints `{ "text", "entities" }` for each. With `--conll` it is `token TAB tag` with
 * blank lines between sentences: prints `token TAB gold TAB predicted`.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { LABEL_SETS, type LabelSet } from '../src/domain/entity';
import { EngineError, type Engine } from '../src/engine';
import { PackError } from '../src/packs/errors';
import { parseConll, spellingOf } from './conll';
import { createNodeEngine } from './engine-node';
import { plainEntities } from './entities';
import { command, messageOf, UsageError, writeLine } from './exit';
import { MODELS_FOLDER, PackFolder } from './packs-node';

const USAGE = `usage: npm run -s tag -- --labels ${LABEL_SETS.join('|')} [--conll] [--models DIR] FILE`;

await command('tag', async (args) => {
  const { labels, isConll, file, models } = parse(args);
  const text = await read(file);
  const engine = await start(models, labels);
  await (isConll ? tagTokens(engine, labels, text, file) : tagLines(engine, labels, text));
  await engine.dispose();
});

function parse(args: string[]) {
  const { values, positionals } = readArguments(args);
  const labels = LABEL_SETS.find((name) => name === values.labels);
  const [file, ...others] = positionals;
  if (!labels || file === undefined || others.length > 0) throw new UsageError(USAGE);
  return { labels, file, isConll: values.conll ?? false, models: values.models ?? MODELS_FOLDER };
}

function readArguments(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args,
      allowPositionals: true,
      options: { labels: text, models: text, conll: { type: 'boolean' } },
    });
  } catch (cause) {
    throw new UsageError(`${messageOf(cause)}\n${USAGE}`, { cause });
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** The engine with the tagger alone. @throws UsageError when it cannot be had or does not know the labels */
async function start(models: string, labels: LabelSet): Promise<Engine> {
  try {
    const packs = await PackFolder.open(models);
    const { manifest, files } = await packs.load(packs.index.default.tagger);
    const engine = await createNodeEngine();
    await engine.loadPack(manifest, files);
    await engine.tag('', labels);
    return engine;
  } catch (error) {
    if (error instanceof PackError || error instanceof EngineError)
      throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function tagLines(engine: Engine, labels: LabelSet, text: string): Promise<void> {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    await writeLine(JSON.stringify({ text: line, entities: plainEntities(await engine.tag(line, labels)) }));
  }
}

async function tagTokens(engine: Engine, labels: LabelSet, text: string, file: string): Promise<void> {
  const sentences = parseSentences(text, file);
  const spelling = spellingOf(sentences);
  for (const [i, sentence] of sentences.entries()) {
    const tags = await engine.tagWords(
      sentence.map(({ token }) => token),
      labels,
    );
    if (i > 0) await writeLine('');
    for (const [place, { token, gold }] of sentence.entries()) {
      await writeLine(`${token}\t${gold}\t${spelling(tags[place] ?? 'O')}`);
    }
  }
}

function parseSentences(text: string, file: string) {
  try {
    return parseConll(text);
  } catch (cause) {
    throw new UsageError(`${file}: ${messageOf(cause)}`, { cause });
  }
}
