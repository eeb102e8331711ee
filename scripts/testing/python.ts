import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, run } from './command';

const REQUIREMENTS = 'training/requirements.txt';
const FOLDER = '.venv';
const STAMP = join(FOLDER, 'requirements.sha256');

/** A Python of 3.11 or later: PYTHON, or the first one of the usual names. */
export function systemPython(): string | undefined {
  const names = process.env.PYTHON
    ? [process.env.PYTHON]
    : ['python3', 'python3.13', 'python3.12', 'python3.11'];
  const check = 'import sys, venv; print(sys.version_info >= (3, 11))';
  return names.find((name) => outputOf(name, ['-c', check]) === 'True');
}

/**
 * Path of a Python that has what the training code needs. SCRIBE_PYTHON names a ready one; else the
 * virtual environment `.venv` is made once from training/requirements.txt and used again.
 * @throws Error saying what is missing
 */
export async function ensurePython(): Promise<string> {
  const given = process.env.SCRIBE_PYTHON;
  if (given) return given;
  const hash = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const python = join(FOLDER, 'bin', 'python');
  const stamp = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : '';
  if (stamp === hash && outputOf(python, ['-c', 'import torch; print(1)']) === '1') return python;
  const base = systemPython();
  if (base === undefined) {
    throw new Error('The training code needs Python 3.11 or later with its modules venv and pip.');
  }
  console.log(`Python: installing ${REQUIREMENTS} into ${FOLDER} (a minute or two)…`);
  const steps: [string, string[]][] = [
    [base, ['-m', 'venv', '--clear', FOLDER]],
    [python, ['-m', 'pip', 'install', '-q', '--no-input', '-r', REQUIREMENTS]],
  ];
  for (const [command, args] of steps) {
    const code = await run(command, args, { quiet: true, timeout: 480_000 });
    if (code !== 0) throw new Error(`\`${command} ${args.join(' ')}\` failed with exit code ${code}.`);
  }
  await writeFile(STAMP, hash);
  return python;
}
