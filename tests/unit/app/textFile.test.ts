import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSeparation, LARGEST_FILE, readTextFile, splitReports } from '../../../src/app/textFile';

function read(...parts: (string | Uint8Array<ArrayBuffer>)[]): Promise<string> {
  return readTextFile(new Blob(parts), 'reports.txt');
}

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}

describe('readTextFile', () => {
  it('reads UTF-8 with or without a mark, UTF-16 with one, and else Windows-1252', async () => {
    expect(await read('\ufeffNormal. 😀')).toBe('Normal. 😀');
    expect(await read(utf16('\ufeffHerz größer', true))).toBe('Herz größer');
    expect(await read(utf16('\ufeffHerz größer', false))).toBe('Herz größer');
    expect(await read(Uint8Array.of(0x67, 0x72, 0xf6, 0xdf, 0x65, 0x72))).toBe('größer');
  });

  it('makes every line end LF', async () => {
    expect(await read('a\r\nb\rc\n')).toBe('a\nb\nc\n');
  });

  it.each([
    ['nothing', '', 'text-empty'],
    ['white space', ' \n\t\n', 'text-empty'],
    ['no letter or digit', '... --- ...\n', 'text-empty'],
    ['a NUL', 'heart\u0000lung', 'text-binary'],
    ['control characters', 'heart \u0001\u0002 lung', 'text-binary'],
    ['a PDF', '%PDF-1.7 text', 'text-binary'],
    ['a zip or docx', 'PK\u0003\u0004 text', 'text-binary'],
    ['an RTF', '{\\rtf1 text}', 'text-binary'],
  ])('refuses %s', async (_, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code, message: /reports\.txt/ });
  });

  it('refuses a file that is too large before reading it', async () => {
    const large = { size: LARGEST_FILE + 1, arrayBuffer: () => Promise.reject(new Error('was read')) };
    await expect(readTextFile(large as unknown as Blob, 'x')).rejects.toMatchObject({
      code: 'text-too-large',
    });
  });

  it('gives a text or a typed error for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const outcome = await read(bytes as Uint8Array<ArrayBuffer>).catch((cause: unknown) => cause);
        if (typeof outcome !== 'string') expect(outcome).toMatchObject({ name: 'TextFileError' });
      }),
    );
  });
});

describe('the reports of a file', () => {
  const wrapped = 'The heart is normal in size and the\nlungs are clear without effusion or\npneumothorax.';

  it.each([
    ['one a line', 'Heart normal.\nLungs clear.\nNo effusion.\n', 'lines', 3],
    ['one a line with some blank lines', 'A.\n\nB.\nC.\nD.\n\nE.\n', 'lines', 5],
    ['one a line, each after a blank line', 'A.\n\nB.\n\nC.', 'lines', 3],
    ['blocks of several lines', 'FINDINGS: A.\nB.\nC.\n\nFINDINGS: D.\nE.\nF.', 'blank-lines', 2],
    ['one wrapped report', wrapped, 'blank-lines', 1],
    ['wrapped reports', `${wrapped}\n \n\n${wrapped}`, 'blank-lines', 2],
    ['one line', 'Normal.', 'lines', 1],
  ] as const)('are found: %s', (_, text, separation, count) => {
    expect(detectSeparation(text)).toBe(separation);
    expect(splitReports(text, separation)).toHaveLength(count);
  });

  it('are never empty and lose nothing but white space', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'B.', '\n', '\n\n', ' ', '\t', '😀', '\ud83d'), { maxLength: 30 }),
        fc.constantFrom('lines' as const, 'blank-lines' as const),
        (parts, separation) => {
          const text = parts.join('');
          const reports = splitReports(text, separation);
          for (const report of reports) expect(report.trim()).toBe(report);
          expect(reports).not.toContain('');
          expect(reports.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
        },
      ),
    );
  });
});
