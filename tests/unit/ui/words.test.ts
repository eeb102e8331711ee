import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BatchError } from '../../../src/app/batch/errors';
import type { WorkerError } from '../../../src/app/clients/errors';
import type { KeepErrorCode } from '../../../src/app/keeping/errors';
import type { ViewWarning } from '../../../src/app/states';
import type { TextFileError } from '../../../src/app/textFile';
import type { DraftError } from '../../../src/domain/draft';
import type { EngineErrorCode } from '../../../src/engine/errors';
import type { FilmErrorCode } from '../../../src/imaging/errors';
import type { PackErrorCode } from '../../../src/packs/errors';
import { sourcesOf } from '../../../src/ui/help/sources';
import { messageFor, MESSAGES, type Message } from '../../../src/ui/messages';
import { readCard } from '../../../src/ui/models/card';
import { figureName, figureTables } from '../../../src/ui/models/figure-names';
import { bytes, duration, percent, probability } from '../../../src/ui/numerals';
import { bySite } from '../../../src/ui/privacy/requests';
import { routeOf } from '../../../src/ui/route.svelte';

type EveryCode =
  | FilmErrorCode
  | PackErrorCode
  | EngineErrorCode
  | WorkerError['code']
  | TextFileError['code']
  | ViewWarning['kind']
  | KeepErrorCode
  | BatchError['code']
  | DraftError['code']
  | 'unexpected';

describe('messages', () => {
  it('exist for every error code of the product', () => {
    const table: Record<EveryCode, Message> = MESSAGES;
    for (const { what, todo } of Object.values(table)) {
      expect(what).toMatch(/\.$/);
      expect(todo).toMatch(/\.$/);
    }
  });

  it('say of an unknown code that it should not have come, whatever its name', () => {
    expect(messageFor('toString')).toBe(MESSAGES.unexpected);
    expect(messageFor('truncated').what).toBe('The file ends before the picture does.');
  });
});

describe('numerals', () => {
  it('writes probabilities with two decimals and never as certainty', () => {
    expect(probability(0.744)).toBe('0.74');
    expect(probability(0.9999)).toBe('>0.99');
    expect(probability(0.0004)).toBe('<0.01');
    expect(probability(0)).toBe('0.00');
    expect(probability(1)).toBe('1.00');
  });

  it('writes bytes in decimal units', () => {
    expect([820, 14_200, 999_999, 16_000_000, 2_500_000_000].map(bytes)).toEqual([
      '820 B',
      '14.2 kB',
      '1.0 MB',
      '16.0 MB',
      '2.50 GB',
    ]);
  });

  it('writes times and shares', () => {
    expect([84.4, 1312].map(duration)).toEqual(['84 ms', '1.3 s']);
    expect(percent(0.999)).toBe('99 %');
  });
});

describe('figures of a pack', () => {
  it('are named for people', () => {
    expect(
      ['iuFrontal.meanAuroc', 'val.bleu4', 'val.rougeL', 'nih.auroc.Pleural_Thickening'].map(figureName),
    ).toEqual(['IU frontal: mean AUROC', 'val: BLEU-4', 'val: ROUGE-L', 'NIH: AUROC: pleural thickening']);
  });

  it('stand side by side where they measure the same', () => {
    const tables = figureTables({
      'val.greedy.bleu4': 0.12,
      'val.greedy.distinct': 74,
      'val.bestConstantReport.bleu4': 0.149,
      'val.bestConstantReport.distinct': 1,
      'val.greedy.loss': -0.0002,
      'val.bestConstantReport.loss': 1,
      'val.studies': 296,
      films: 18764,
    });
    expect(tables).toEqual([
      {
        columns: ['val: greedy', 'val: best constant report'],
        rows: [
          { name: 'BLEU-4', values: ['0.120', '0.149'] },
          { name: 'distinct', values: ['74', '1'] },
          { name: 'loss', values: ['0.000', '1.000'] },
        ],
      },
      { columns: ['val'], rows: [{ name: 'studies', values: ['296'] }] },
      { columns: [''], rows: [{ name: 'films', values: ['18,764'] }] },
    ]);
  });

  it('keep every figure once, in one table', () => {
    const key = fc.stringMatching(/^[ab](\.[ab]){0,2}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.constant(0.5)), (figures) => {
        const cells = figureTables(figures).flatMap((table) => table.rows.flatMap((row) => row.values));
        expect(cells.filter((cell) => cell !== '–')).toHaveLength(Object.keys(figures).length);
      }),
    );
  });
});

describe('a model card', () => {
  it('is read into blocks', () => {
    const blocks = readCard(
      '# Title\n\nA **bold** `code` line\nthat goes on.\n\n- one\n- two\n  more\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```\nx < y\n```\n',
    );
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'paragraph', 'list', 'table', 'code']);
    expect(blocks[1]).toEqual({
      kind: 'paragraph',
      spans: [
        { kind: 'text', text: 'A ' },
        { kind: 'strong', text: 'bold' },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: 'code' },
        { kind: 'text', text: ' line that goes on.' },
      ],
    });
    expect(blocks[2]).toMatchObject({ items: [[{ text: 'one' }], [{ text: 'two more' }]] });
    expect(blocks[3]).toMatchObject({
      head: [[{ text: 'a' }], [{ text: 'b' }]],
      rows: [[[{ text: '1' }], [{ text: '2' }]]],
    });
    expect(blocks[4]).toEqual({ kind: 'code', text: 'x < y' });
  });

  it('keeps what it does not know as text, and ends on an open fence', () => {
    expect(readCard('<script>alert(1)</script>')).toEqual([
      { kind: 'paragraph', spans: [{ kind: 'text', text: '<script>alert(1)</script>' }] },
    ]);
    expect(readCard('```\nnever closed')).toEqual([{ kind: 'code', text: 'never closed' }]);
  });
});

describe('lists', () => {
  it('names each source once, with the packs that used it and https links only', () => {
    const source = { name: 'NIH', licence: 'free' };
    expect(
      sourcesOf([
        { id: 'a', sources: [{ ...source, url: 'javascript:alert(1)' }] },
        { id: 'b', sources: [{ ...source, url: 'https://example.org' }, source] },
      ]),
    ).toEqual([{ ...source, url: 'https://example.org', usedBy: ['a', 'b'] }]);
  });

  it('shows requests newest first, those of this site by their path', () => {
    const rows = bySite(
      [
        { where: 'page', url: 'https://here.org/app.js', at: 1 },
        { where: 'models worker', url: 'https://there.org/x', at: 2 },
      ],
      'https://here.org',
    );
    expect(rows.map((row) => row.address)).toEqual(['https://there.org/x', '/app.js']);
  });

  it('takes the screen from the address, the desk for anything else', () => {
    expect(['#/models', '#/help/keys', '', '#/lab'].map(routeOf)).toEqual(['models', 'help', 'desk', 'desk']);
  });
});
