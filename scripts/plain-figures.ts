/**
 * `npx tsx scripts/plain-figures.ts FILE`: how much of the tagged reports in FILE the plain-language glossary covers
 * and how readable they become. FILE holds one `{ "text", "entities" }` a line, as
 * `npm run -s tag -- --labels report REPORTS > FILE` prints.
 */
import { readFile } from 'node:fs/promises';
import { GLOSSARY } from '../src/domain/plain';
import { figuresOf, parseTagged } from './testing/plain-figures';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npx tsx scripts/plain-figures.ts FILE');
  process.exitCode = 2;
} else {
  const figures = figuresOf(parseTagged(await readFile(file, 'utf8')));
  const { texts, mentions, coverage, gradeBefore, gradeAfter, easy, missing } = figures;
  console.log(`glossary entries       ${GLOSSARY.length}`);
  console.log(`texts, mentions        ${texts}, ${mentions}`);
  console.log(`mentions explained     ${(100 * coverage).toFixed(2)} %`);
  console.log(`mean grade             ${gradeBefore.toFixed(2)} -> ${gradeAfter.toFixed(2)}`);
  console.log(`texts at grade <= 8    ${(100 * easy).toFixed(1)} %`);
  console.log(
    `most frequent without  ${missing
      .slice(0, 20)
      .map(([name, count]) => `${name} (${count})`)
      .join(', ')}`,
  );
}
