import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, run } from './command';

/** A virtual environment that is made once and used again until its requirements change. */
interface Environment {
  /** What needs it, for messages. */
  readonly user: string;
  readonly requirements: string;
  readonly folder: string;
  /** A module that must be importable in it. */
  readonly module: string;
}

const TRAINING: Environment = {
  user: 'The training code',
  requirements: 'training/requirements.txt',
  folder: '.venv',
  module: 'torch',
};

/**
 * Path of a Python that has what the training code needs. SCRIBE_PYTHON names a ready one; else the
 * virtual environment `.venv` is made once from training/requirements.txt and used again.
 * @throws Error saying what is missing
 */
export async function ensurePython(): Promise<string> {
  return process.env.SCRIBE_PYTHON || environmentPython(TRAINING);
}

/** Path of the environment's Python; the environment is made where it is missing or stale. @throws Error */
export async function environmentPython({
  user,
  requirements,
  folder,
  module,
}: Environment): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const python = join(folder, 'bin', 'python');
  const stampFile = join(folder, 'requirements.sha256');
  const stamp = existsSync(stampFile) ? await readFile(stampFile, 'utf8') : '';
  if (stamp === hash && outputOf(python, ['-c', `import ${module}; print(1)`]) === '1') return python;
  const base = systemPython();
  if (base === undefined)
    throw new Error(`${user} needs Python 3.11 or later with its modules venv and pip.`);
  console.log(`Python: installing ${requirements} into ${folder} (a minute or two)…`);
  const steps: [string, string[]][] = [
    [base, ['-m', 'venv', '--clear', folder]],
    [python, ['-m', 'pip', 'install', '-q', '--no-input', '-r', requirements]],
  ];
  for (const [command, args] of steps) {
    const code = await run(command, args, { quiet: true, timeout: 480_000 });
    if (code !== 0) throw new Error(`\`${command} ${args.join(' ')}\` failed with exit code ${code}.`);
  }
  await writeFile(stampFile, hash);
  return python;
}

/** A Python of 3.11 or later: PYTHON, or the first one of the usual names. */
function systemPython(): string | undefined {
  const names = process.env.PYTHON
    ? [process.env.PYTHON]
    : ['python3', 'python3.13', 'python3.12', 'python3.11'];
  const check = 'import sys, venv; print(sys.version_info >= (3, 11))';
  return names.find((name) => outputOf(name, ['-c', check]) === 'True');
}
