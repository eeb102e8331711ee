import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

/** How the tests of one suite, or of all, ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

/** The sum of two counts. */
export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The last line of a test run: `12 passed, 0 failed`, with `, 1 skipped` when there are any. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const VitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  /** Includes files that failed before any of their tests ran. */
  testResults: v.array(v.object({ status: v.string(), assertionResults: v.array(v.unknown()) })),
});

const PlaywrightReport = v.object({
  stats: v.object({
    expected: v.number(),
    unexpected: v.number(),
    flaky: v.number(),
    skipped: v.number(),
  }),
  errors: v.array(v.unknown()),
});

/** Reads a JSON report of vitest. A file that did not even load counts as one failure. */
export async function vitestCounts(path: string): Promise<Counts> {
  const report = v.parse(VitestReport, JSON.parse(await readFile(path, 'utf8')));
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Reads a JSON report of Playwright. A test that passed at a second try only counts as failed. */
export async function playwrightCounts(path: string): Promise<Counts> {
  const { stats, errors } = v.parse(PlaywrightReport, JSON.parse(await readFile(path, 'utf8')));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

const PythonReport = v.object({ passed: v.number(), failed: v.number(), skipped: v.number() });

/** Reads the counts that training/run_tests.py writes. */
export async function pythonCounts(path: string): Promise<Counts> {
  return v.parse(PythonReport, JSON.parse(await readFile(path, 'utf8')));
}
