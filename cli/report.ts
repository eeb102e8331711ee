/**
 * `npm run -s report -- [--model ID] [--beam N | --consensus] [--pairs FILE.csv] [--models DIR] [--cost] FILES…`: reads
 * films and prints one JSON line a study: `text` and `entities` are those of the findings; `impression` has its own, and is
 * absent where the decoder writes none. A film that cannot be read gives an error line; the exit code is then 1. `--cost` adds
 * the milliseconds of the reading (without decoding the file) and the peak memory of this process so far, in bytes.
 */
import { parseArgs } from 'node:util';
import type { GreyImage } from '../src/domain/film';
import type { Report } from '../src/domain/report';
import type { Search } from '../src/domain/search';
import { entitiesBySection, sectionsAt } from '../src/domain/report-text';
import { EngineError, type Engine, type StudyFilms } from '../src/engine';
import { FilmError } from '../src/imaging';
import { PackError } from '../src/packs/errors';
import { decodeFilmFile, FileError } from './decode-node';
import { createNodeEngine } from './engine-node';
import { plainEntities } from './entities';
import { command, messageOf, UsageError, writeLine } from './exit';
import { MODELS_FOLDER, PackFolder } from './packs-node';
import { locate, readPairs, type StudyPaths } from './studies';

const USAGE =
  'usage: npm run -s report -- [--model ID] [--beam N | --consensus] [--pairs FILE.csv] [--models DIR] [--cost] FILES…';

interface Options {
  readonly model?: string;
  readonly search?: Search;
  readonly cost: boolean;
  readonly models: string;
  readonly studies: readonly StudyPaths[];
}

/** The decoder that writes the reports. */
interface Writer {
  readonly engine: Engine;
  readonly id: string;
  readonly version: string;
}

await command('report', async (args) => {
  const options = await parse(args);
  const writer = await start(options);
  const decoded = options.studies.map((study) => () => settled(decodeStudy(study)));
  let next = decoded[0]?.();
  for (const [i, study] of options.studies.entries()) {
    const films = await next;
    next = decoded[i + 1]?.();
    await writeLine(JSON.stringify(await line(study, films, writer, options)));
  }
  await writer.engine.dispose();
});

async function parse(args: string[]): Promise<Options> {
  const { values, positionals } = readArguments(args);
  const studies = [
    ...(values.pairs === undefined ? [] : await readPairs(values.pairs)),
    ...positionals.map((frontal) => ({ frontal })),
  ];
  if (studies.length === 0 && values.pairs === undefined) throw new UsageError(USAGE);
  const search = searchOf(values);
  return {
    studies,
    models: values.models ?? MODELS_FOLDER,
    cost: values.cost ?? false,
    ...(values.model === undefined ? {} : { model: values.model }),
    ...(search === undefined ? {} : { search }),
  };
}

/** The search that is asked for; none: the decoder's own. */
function searchOf({ beam, consensus }: { beam?: string; consensus?: boolean }): Search | undefined {
  if (beam === undefined) return consensus ? 'consensus' : undefined;
  if (consensus) throw new UsageError('--beam and --consensus are two ways of searching; give one');
  const width = Number(beam);
  if (!(Number.isInteger(width) && width >= 1 && width <= 20)) {
    throw new UsageError('--beam takes a whole number from 1 to 20');
  }
  return width;
}

function readArguments(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    return parseArgs({
      args,
      allowPositionals: true,
      options: { model: text, beam: text, consensus: flag, pairs: text, models: text, cost: flag },
    });
  } catch (cause) {
    throw new UsageError(`${messageOf(cause)}\n${USAGE}`, { cause });
  }
}

/** The engine with the packs a decoder needs. @throws UsageError when they cannot be had */
async function start({ model, models }: Options): Promise<Writer> {
  try {
    const packs = await PackFolder.open(models);
    const decoder = await packs.load(model ?? packs.index.default.decoder);
    if (decoder.manifest.task !== 'decoder') throw new UsageError(`${decoder.manifest.id} writes no reports`);
    const { requires, id, version } = decoder.manifest;
    const engine = await createNodeEngine();
    const encoder = await packs.load(requires.id, requires.version);
    const tagger = await packs.load(packs.index.default.tagger);
    for (const { manifest, files } of [encoder, decoder, tagger]) await engine.loadPack(manifest, files);
    return { engine, id, version };
  } catch (error) {
    if (error instanceof PackError || error instanceof EngineError) {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}

async function decodeStudy({ frontal, lateral, folder }: StudyPaths): Promise<StudyFilms> {
  const decode = (film: string): Promise<GreyImage> => decodeFilmFile(locate(film, folder));
  const first = await decode(frontal);
  return lateral === undefined ? { frontal: first } : { frontal: first, lateral: await decode(lateral) };
}

type Settled = { readonly films: StudyFilms } | { readonly error: unknown };

/** The outcome as a value: the next study is decoded while this one is read, and its error waits its turn. */
async function settled(decoding: Promise<StudyFilms>): Promise<Settled> {
  try {
    return { films: await decoding };
  } catch (error) {
    return { error };
  }
}

async function line(
  study: StudyPaths,
  outcome: Settled | undefined,
  writer: Writer,
  { search, cost }: Options,
) {
  try {
    if (!outcome) throw new RangeError('there is no such study');
    if ('error' in outcome) throw outcome.error;
    const { engine, id, version } = writer;
    const begun = performance.now();
    const report = await engine.read(outcome.films, {
      decoder: id,
      ...(search === undefined ? {} : { search }),
    });
    const ms = performance.now() - begun;
    const made = reportLine(study, report, { id, version });
    return cost ? { ...made, cost: { ms: Math.round(ms), peakBytes: peakBytes() } } : made;
  } catch (error) {
    const isKnown = error instanceof FilmError || error instanceof EngineError || error instanceof FileError;
    if (!isKnown) throw error;
    process.exitCode = 1;
    return { frontal: study.frontal, error: { code: error.code, message: error.message } };
  }
}

/** The most memory this process has held. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function reportLine(
  { frontal, lateral }: StudyPaths,
  report: Report,
  model: { id: string; version: string },
) {
  const { findings: text, impression } = sectionsAt(report.text, report.impressionStart);
  const [entities, concluding] = entitiesBySection(report);
  return {
    frontal,
    lateral: lateral ?? null,
    text,
    findings: report.findings.map(({ name, probability }) => ({ name, probability })),
    entities: plainEntities(entities),
    model,
    ...(impression === '' ? {} : { impression: { text: impression, entities: plainEntities(concluding) } }),
  };
}
