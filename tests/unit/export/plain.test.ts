import { describe, expect, it } from 'vitest';
import { NOT_REVIEWED } from '../../../src/export/notice';
import { NO_ADVICE, plainAsText } from '../../../src/export/plain';
import { marked } from '../domain/plain/reports';

describe('the plain-language export', () => {
  it('holds the text, each term explained once, what was left, and both notices', () => {
    const { text, entities } = marked('No [pleural effusion|D-]. No right [effusion|D-]. [Wibble|D+].');
    const lines = plainAsText(text, entities).split('\n');
    expect(lines[0]).toBe(NOT_REVIEWED);
    expect(lines[2]).toBe('No fluid around the lungs. No fluid around the right lung. Wibble.');
    expect(lines.filter((line) => line.startsWith('pleural effusion: '))).toHaveLength(1);
    expect(lines).toContain('Left as written: Wibble');
    expect(lines.at(-2)).toBe(NO_ADVICE);
  });

  it('leaves out the lists when nothing is tagged', () => {
    expect(plainAsText('All is well.', [])).toBe(`${NOT_REVIEWED}\n\nAll is well.\n\n${NO_ADVICE}\n`);
  });
});
