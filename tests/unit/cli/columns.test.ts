import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConll, spellingOf } from '../../../cli/conll';
import { parseCsv } from '../../../cli/csv';

describe('parseCsv', () => {
  it('reads quoted fields, doubled quotes, line breaks inside them, CRLF and a byte order mark', () => {
    expect(parseCsv('\ufefffrontal,lateral\r\n"a, b.png","say ""x"""\r\n\r\nc,\n"two\nlines",""')).toEqual([
      ['frontal', 'lateral'],
      ['a, b.png', 'say "x"'],
      ['c', ''],
      ['two\nlines', ''],
    ]);
  });

  it('refuses a quote that is not closed', () => expect(() => parseCsv('a,"b')).toThrow(SyntaxError));

  it('reads back what was quoted, whatever it holds', () => {
    const field = fc.string().map((text) => text.replaceAll('\r\n', '\n'));
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (table) => {
        const text = table
          .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        expect(parseCsv(text)).toEqual(table);
      }),
    );
  });
});

describe('parseConll', () => {
  it('splits at blank lines, however many', () => {
    expect(parseConll('a\tO\nb\tB-X\n\n\n \nc\tO\r\n')).toEqual([
      [
        { token: 'a', gold: 'O' },
        { token: 'b', gold: 'B-X' },
      ],
      [{ token: 'c', gold: 'O' }],
    ]);
  });

  it('names the line without a tab', () => expect(() => parseConll('a\tO\nb O\n')).toThrow('line 2'));
});

describe('spellingOf', () => {
  it('writes types as the file does, and leaves those it does not hold', () => {
    const spelling = spellingOf([[{ token: 'a', gold: 'B-Multi-tissue_structure' }]]);
    expect(spelling('I-MULTI_TISSUE_STRUCTURE')).toBe('I-Multi-tissue_structure');
    expect(spelling('B-ORGAN')).toBe('B-ORGAN');
    expect(spelling('O')).toBe('O');
  });
});
