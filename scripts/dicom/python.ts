import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, run } from '../testing/command';
import { systemPython } from '../testing/python';

const REQUIREMENTS = 'scripts/dicom/requirements.txt';
const FOLDER = '.venv-dicom';
const STAMP = join(FOLDER, 'requirements.sha256');

/**
 * Path of a Python with pydicom, its test files and its plugins. DICOM_PYTHON names a ready one; else the virtual
 * environment `.venv-dicom` is made once from scripts/dicom/requirements.txt and used again.
 * @throws Error saying what is missing
 */
export async function ensureDicomPython(): Promise<string> {
  const given = process.env.DICOM_PYTHON;
  if (given) return given;
  const hash = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const python = join(FOLDER, 'bin', 'python');
  const stamp = existsSync(STAMP) ? await readFile(STAMP, 'utf8') : '';
  if (stamp === hash && outputOf(python, ['-c', 'import pydicom; print(1)']) === '1') return python;
  const base = systemPython();
  if (base === undefined)
    throw new Error('The DICOM check needs Python 3.11 or later with its modules venv and pip.');
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
