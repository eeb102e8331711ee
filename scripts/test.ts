/**
 * `npm test`: every suite, one after the other, with what they need installed first.
 * Prints `N passed, N failed` last; a suite that could not run counts as one failure.
 * `npm test -- unit e2e` runs the named ones only.
 */
import { mkdir, rm } from 'node:fs/promises';
import { ensureChromium } from './testing/chromium';
import { run } from './testing/command';
import {
  add,
  NONE,
  playwrightCounts,
  pythonCounts,
  summary,
  vitestCounts,
  type Counts,
} from './testing/counts';
import { ensurePython } from './testing/python';

const RESULTS = 'test-results';
const SMOKE_PACKS = `${RESULTS}/smoke-packs`;

interface Needs {
  readonly chromium: () => Promise<string>;
  readonly python: () => Promise<string>;
}

type Suite = (needs: Needs) => Promise<Counts>;

async function vitest(project: string, env: Record<string, string>): Promise<Counts> {
  const report = `${RESULTS}/${project}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await rm(report, { force: true });
  const code = await run('npx', ['vitest', 'run', '--project', project, ...reporters], { env });
  return honest(await vitestCounts(report), code);
}

/** A suite that ended badly though no test failed, or in which no test ran, has failed all the same. */
function honest(counts: Counts, code: number): Counts {
  const suspicious = code !== 0 || counts.passed === 0;
  return suspicious && counts.failed === 0 ? add(counts, { ...NONE, failed: 1 }) : counts;
}

const SUITES: Readonly<Record<string, Suite>> = {
  unit: () => vitest('unit', {}),

  browser: async ({ chromium }) => vitest('browser', { CHROMIUM_PATH: await chromium() }),

  /** Python's tests; two training steps on generated films, packs exported, the engine reading them. */
  training: async ({ python }) => {
    const report = `${RESULTS}/python.json`;
    await rm(report, { force: true });
    const command = ['-m', 'training.run_tests', '--report', report];
    const ended = await run(await python(), command, { env: { OMP_NUM_THREADS: '1' }, timeout: 1_200_000 });
    const units = honest(await pythonCounts(report), ended);
    await rm(SMOKE_PACKS, { recursive: true, force: true });
    const code = await run(await python(), ['-m', 'training', 'smoke', '--out', SMOKE_PACKS]);
    const trained = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
    if (code !== 0) return add(units, trained);
    return add(add(units, trained), await vitest('training', { SMOKE_PACKS }));
  },

  e2e: async ({ chromium }) => {
    const report = `${RESULTS}/e2e.json`;
    await rm(report, { force: true });
    const env = { CHROMIUM_PATH: await chromium(), E2E_REPORT: report };
    const code = await run('npx', ['playwright', 'test'], { env, timeout: 900_000 });
    return honest(await playwrightCounts(report), code);
  },
};

/** Calls once, and gives everyone the same promise. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function main(names: readonly string[]): Promise<boolean> {
  const unknown = names.filter((name) => !(name in SUITES));
  if (unknown.length > 0) {
    console.error(`unknown suite ${unknown.join(', ')}; known: ${Object.keys(SUITES).join(', ')}`);
    return false;
  }
  await mkdir(RESULTS, { recursive: true });
  const needs: Needs = { chromium: once(ensureChromium), python: once(ensurePython) };
  const chosen = names.length > 0 ? names : Object.keys(SUITES);
  let total = NONE;
  const lines: string[] = [];
  for (const name of chosen) {
    const start = performance.now();
    console.log(`\n=== ${name}`);
    let counts: Counts = { ...NONE, failed: 1 };
    try {
      counts = (await SUITES[name]?.(needs)) ?? counts;
    } catch (error) {
      console.error(`${name} did not run: ${error instanceof Error ? error.message : String(error)}`);
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    lines.push(`${name.padEnd(10)} ${summary(counts)} (${seconds} s)`);
    total = add(total, counts);
  }
  console.log(`\n${lines.join('\n')}\n${summary(total)}`);
  return total.failed === 0 && total.passed > 0;
}

if (!(await main(process.argv.slice(2)))) process.exitCode = 1;
