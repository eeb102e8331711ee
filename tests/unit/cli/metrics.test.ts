import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

function metrics(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  return spawnSync(process.execPath, [tsx, 'cli/metrics.ts', ...args], { cwd: root, encoding: 'utf8' });
}

describe('cli/metrics', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function file(content: string): string {
    const path = join(folder, 'pairs.json');
    writeFileSync(path, content);
    return path;
  }

  it('prints one JSON object with the agreed keys', () => {
    const { status, stdout } = metrics(file('[{"reference":"a b c d","prediction":"a b c d"}]'));
    expect(status).toBe(0);
    const scores = JSON.parse(stdout) as Record<string, number>;
    expect(Object.keys(scores)).toEqual(['bleu1', 'bleu2', 'bleu3', 'bleu4', 'rougeL', 'cider', 'distinct']);
    expect(scores.bleu4).toBeCloseTo(1, 6);
  });

  it.each([
    ['[{"reference":"a"}]', 'prediction'],
    ['{"reference":"a","prediction":"b"}', 'expected ['],
    ['[]', 'no pair'],
    ['[{"reference":', 'no JSON'],
  ])('refuses %s with exit code 2 and says why', (content, reason) => {
    const { status, stdout, stderr } = metrics(file(content));
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain('    at ');
  });

  it('names a file that is not there, and its usage without one', () => {
    expect(metrics(join(folder, 'none.json'))).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('none.json') as string,
    });
    expect(metrics()).toMatchObject({ status: 2, stderr: expect.stringContaining('usage') as string });
  });
});
