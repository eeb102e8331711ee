import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FINDINGS } from '../../../src/domain/finding';
import { tinyDecoder, tinyEncoder, tinyFilm, tinyTagger } from '../../fixtures/tiny-packs';
import { writePacks } from '../../fixtures/write-packs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const PATIENCE = 120_000;
let folder: string;
let models: string;

interface Run {
  code: number;
  lines: string[];
  stderr: string;
}

/** Runs a command of cli/ in `folder`, as its npm script does. */
function run(script: string, args: string[]): Promise<Run> {
  const command = [
    join(repository, 'node_modules/tsx/dist/cli.mjs'),
    join(repository, 'cli', script),
    ...args,
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const lines = stdout.split('\n');
      expect(lines.pop()).toBe('');
      resolve({ code: Number(error?.code ?? 0), lines, stderr });
    });
  });
}

async function writeFilm(name: string, seed: number): Promise<void> {
  const { width, height, pixels } = tinyFilm(seed);
  await sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toFile(join(folder, name));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  models = join(folder, 'models');
  const concluding = await tinyDecoder(20, { id: 'concluding', impression: 12 });
  await writePacks(models, [await tinyEncoder(), await tinyDecoder(), concluding, await tinyTagger()]);
  await mkdir(join(folder, 'films'));
  await writeFilm('a.png', 1);
  await writeFilm('films/b, left.png', 2);
  const whole = await sharp(join(folder, 'a.png')).png().toBuffer();
  await writeFile(join(folder, 'cut.png'), whole.subarray(0, whole.length - 30));
  await writeFile(join(folder, 'empty.png'), '');
  await writeFile(join(folder, 'page.png'), '<html></html>');
  const photo = Buffer.from(Uint8Array.from({ length: 80 * 80 * 3 }, (_, i) => (i * i * 31) % 256));
  await sharp(photo, { raw: { width: 80, height: 80, channels: 3 } })
    .png()
    .toFile(join(folder, 'photo.png'));
  await sharp(photo.subarray(0, 3), { raw: { width: 1, height: 1, channels: 3 } })
    .png()
    .toFile(join(folder, 'dot.png'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('npm run report', () => {
  it(
    'prints one line a study in the order given, goes on after films it cannot read, and exits with 1',
    async () => {
      await writeFile(
        join(folder, 'films/pairs.csv'),
        'frontal,lateral\na.png,"b, left.png"\nnone.png,a.png\n',
      );
      const bad = ['cut.png', 'empty.png', 'page.png', 'photo.png', 'dot.png', 'films'];
      const { code, lines } = await run('report.ts', [
        '--models',
        models,
        '--beam',
        '2',
        '--pairs',
        'films/pairs.csv',
        ...bad,
        'a.png',
      ]);
      const studies = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(studies.map(({ frontal }) => frontal)).toEqual(['a.png', 'none.png', ...bad, 'a.png']);
      expect(studies.map(({ error }) => (error as { code: string } | undefined)?.code)).toEqual([
        undefined,
        'not-found',
        'truncated',
        'empty',
        'not-an-image',
        'colour',
        'too-small',
        'unreadable',
        undefined,
      ]);
      expect(code).toBe(1);

      const [pair] = studies;
      expect(Object.keys(pair!)).toEqual(['frontal', 'lateral', 'text', 'findings', 'entities', 'model']);
      expect(pair).toMatchObject({ lateral: 'b, left.png', model: { id: 'tiny-decoder', version: '0.0.1' } });
      expect(pair!.text).toMatch(/^[A-Z].*\.$/);
      const findings = pair!.findings as { name: string; probability: number }[];
      expect(findings.map(({ name }) => name)).toEqual([...FINDINGS]);
      expect(Object.keys(studies[1]!)).toEqual(['frontal', 'error']);
      expect(studies.at(-1)).toMatchObject({ frontal: 'a.png', lateral: null });
    },
    PATIENCE,
  );

  it(
    'prints the impression of a decoder that writes one apart from the findings, whatever the search',
    async () => {
      const asked = ['--models', models, '--model', 'concluding', '--consensus', 'a.png'];
      const { code, lines } = await run('report.ts', asked);
      expect(code).toBe(0);
      const study = JSON.parse(lines[0]!) as {
        text: string;
        entities: { end: number }[];
        impression: { text: string; entities: { start: number; end: number }[] };
      };
      expect(study.text).toMatch(/^[A-Z].*\.$/);
      expect(study.impression.text).toMatch(/^[A-Z].*\.$/);
      for (const { end } of study.entities) expect(end).toBeLessThanOrEqual(study.text.length);
      for (const { start, end } of study.impression.entities) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(study.impression.text.length);
      }
    },
    PATIENCE,
  );

  it(
    'tells what a study costs when it is asked to',
    async () => {
      const { code, lines } = await run('report.ts', [
        '--models',
        models,
        '--cost',
        'a.png',
        'films/b, left.png',
      ]);
      expect(code).toBe(0);
      const costs = lines.map((line) => (JSON.parse(line) as { cost: Record<string, number> }).cost);
      expect(costs).toHaveLength(2);
      for (const { ms, peakBytes } of costs) {
        expect(Number.isInteger(ms)).toBe(true);
        expect(peakBytes! / 2 ** 20).toBeGreaterThan(20);
      }
      expect(costs[1]!.peakBytes).toBeGreaterThanOrEqual(costs[0]!.peakBytes!);
    },
    PATIENCE,
  );

  it(
    'explains wrong arguments on stderr and prints nothing on stdout',
    async () => {
      const wrong = [
        [],
        ['--beam', '0', 'a.png'],
        ['--beam', '3', '--consensus', 'a.png'],
        ['--models', models, '--model', 'nobody', 'a.png'],
        ['--pairs', 'none.csv'],
      ];
      for (const args of wrong) {
        const { code, lines, stderr } = await run('report.ts', args);
        expect({ code, lines }).toEqual({ code: 2, lines: [] });
        expect(stderr).toMatch(/report: /);
      }
    },
    PATIENCE,
  );
});

describe('npm run tag', () => {
  it(
    'tags a text of one report a line, empty lines too',
    async () => {
      await writeFile(join(folder, 'reports.txt'), 'Heart 心臓 enlarged.\n\nNo effusion.\r\n');
      const { code, lines } = await run('tag.ts', ['--models', models, '--labels', 'report', 'reports.txt']);
      expect(code).toBe(0);
      const made = lines.map(
        (line) => JSON.parse(line) as { text: string; entities: { start: number; end: number }[] },
      );
      expect(made.map(({ text }) => text)).toEqual(['Heart 心臓 enlarged.', '', 'No effusion.']);
      for (const { text, entities } of made) {
        for (const { start, end } of entities) expect(text.slice(start, end)).toMatch(/^\S(.*\S)?$/);
      }
    },
    PATIENCE,
  );

  it(
    'tags the tokens of a column file beside their gold tags',
    async () => {
      await writeFile(join(folder, 'sentences.tsv'), 'Heart\tB-Anatomy\nfailure\tI-Anatomy\n\n\nno\tO\n');
      const { code, lines } = await run('tag.ts', [
        '--models',
        models,
        '--labels',
        'bc5cdr',
        '--conll',
        'sentences.tsv',
      ]);
      expect(code).toBe(0);
      expect(lines.map((line) => line.split('\t').slice(0, 2).join('\t'))).toEqual([
        'Heart\tB-Anatomy',
        'failure\tI-Anatomy',
        '',
        'no\tO',
      ]);
      for (const line of lines.filter(Boolean))
        expect(line.split('\t')[2]).toMatch(/^(O|[BI]-(Anatomy|DISEASE|DEVICE))$/);
    },
    PATIENCE,
  );
});
