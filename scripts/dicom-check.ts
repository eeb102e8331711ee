/**
 * `npm run -s dicom:check`: decodes DICOM files that no one here made and compares every first frame with what
 * pydicom and its plugins make of it. Writes the table of docs/DICOM.md. `-- --dry` leaves the page as it is.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { nodeCodecs } from '../cli/codecs-node';
import { FilmError } from '../src/imaging';
import { decodeStored, openDicom, transferSyntax } from '../src/imaging/dicom';
import { compare, type Comparison, type Reference } from './dicom/compare';
import { ensureDicomPython } from './dicom/python';
import { table } from './dicom/table';
import { outputOf, run } from './testing/command';

const RESULTS = 'test-results/dicom';
const PAGE = 'docs/DICOM.md';
/** Test files of jpeg-lossless-decoder-js: process 14 with each of its seven predictors. */
const LOSSLESS_FILES = 'node_modules/jpeg-lossless-decoder-js/tests/data';
const OWN_FILES = 'tests/fixtures/dicom';

async function references(): Promise<Readonly<Record<string, Reference>>> {
  const python = await ensureDicomPython();
  const site = outputOf(python, ['-c', 'import sysconfig; print(sysconfig.get_paths()["purelib"])']);
  if (site === undefined) throw new Error('The Python of the DICOM check does not start.');
  const folders = [join(site, 'pydicom/data'), join(site, 'data_store/data'), LOSSLESS_FILES, OWN_FILES];
  await mkdir(RESULTS, { recursive: true });
  const present = folders.filter((folder) => existsSync(folder)).map((folder) => resolve(folder));
  const code = await run(python, ['scripts/dicom/reference.py', RESULTS, ...present]);
  if (code !== 0) throw new Error('scripts/dicom/reference.py failed.');
  return JSON.parse(await readFile(join(RESULTS, 'index.json'), 'utf8')) as Record<string, Reference>;
}

async function check(path: string, reference: Reference): Promise<Comparison> {
  try {
    const file = openDicom(new Uint8Array(await readFile(path)), basename(path));
    const { values, attributes } = await decodeStored(file, nodeCodecs);
    return await compare({ file, values, attributes }, reference, RESULTS);
  } catch (cause) {
    if (!(cause instanceof FilmError)) throw cause;
    return { uid: reference.transferSyntax ?? 'none', refused: cause.code, message: cause.message };
  }
}

const index = await references();
const checked: { path: string; reference: Reference; result: Comparison }[] = [];
for (const [path, reference] of Object.entries(index)) {
  checked.push({ path, reference, result: await check(path, reference) });
}
const { lines, failures } = table(checked, (uid) => transferSyntax(uid));
console.log(lines.join('\n'));
for (const failure of failures) console.log(`DIFFERS ${failure}`);
if (!process.argv.includes('--dry') && existsSync(PAGE)) {
  const page = await readFile(PAGE, 'utf8');
  const [before, rest] = page.split('<!-- table -->\n');
  const after = rest?.split('<!-- end of table -->\n')[1] ?? '';
  await writeFile(PAGE, `${before}<!-- table -->\n\n${lines.join('\n')}\n\n<!-- end of table -->\n${after}`);
}
console.log(`${checked.length - failures.length} passed, ${failures.length} failed`);
if (failures.length > 0) process.exitCode = 1;
