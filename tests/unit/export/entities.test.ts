import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConll } from '../../../cli/conll';
import { parseCsv } from '../../../cli/csv';
import type { Entity } from '../../../src/domain/entity';
import { splitWords } from '../../../src/domain/words';
import {
  asConll,
  asDisplacy,
  asWebAnnotation,
  entitiesAsCsv,
  entitiesAsJson,
  NOT_REVIEWED,
  type TaggedText,
} from '../../../src/export';

const text = '🫁 Opacity (“new”) in the right lower lobe.\nNo 😀 effusion.';

function at(words: string, type: string, assertion?: Entity['assertion']): Entity {
  const start = text.indexOf(words);
  return { start, end: start + words.length, type, ...(assertion ? { assertion } : {}) };
}

const tagged: TaggedText = {
  text,
  entities: [
    at('Opacity', 'DISEASE', 'present'),
    at('right lower lobe', 'ANATOMY'),
    { ...at('effusion', 'DISEASE', 'uncertain'), reason: 'The model reads it as present.' },
  ],
  labelSet: 'report',
  tagger: 'tagger-mini 1.0.0',
};

/** Any text with entities that begin and end at its words. */
const anyTagged = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fc.nat(30), { maxLength: 8 }))
  .map(([any, picks]): TaggedText => {
    const words = splitWords(any);
    const chosen = [...new Set(picks)].filter((pick) => pick < words.length).sort((a, b) => a - b);
    const entities = chosen.map((pick) => ({ start: words[pick]!.start, end: words[pick]!.end, type: 'X' }));
    return { text: any, entities, labelSet: 'bc5cdr' };
  });

describe('CoNLL', () => {
  it('gives the words of the tagger with their tags, a blank line after each sentence', () => {
    expect(asConll([tagged])).toBe(
      '🫁\tO\nOpacity\tB-DISEASE\n(\tO\n“\tO\nnew\tO\n”\tO\n)\tO\nin\tO\nthe\tO\nright\tB-ANATOMY\n' +
        'lower\tI-ANATOMY\nlobe\tI-ANATOMY\n.\tO\n\nNo\tO\n😀\tO\neffusion\tB-DISEASE\n.\tO\n\n',
    );
  });

  it('is read back by the command line, whatever the text', () => {
    fc.assert(
      fc.property(anyTagged, (any) => {
        const rows = parseConll(asConll([any])).flat();
        const words = splitWords(any.text);
        expect(rows.map(({ token }) => token)).toEqual(
          words.map((word) => any.text.slice(word.start, word.end)),
        );
        expect(rows.filter(({ gold }) => gold === 'B-X')).toHaveLength(any.entities.length);
      }),
    );
  });
});

/** What Python's `text[start:end]` gives. */
function sliceAsPython(whole: string, start: number, end: number): string {
  return Array.from(whole).slice(start, end).join('');
}

describe('displaCy', () => {
  it('counts code points, as Python does', () => {
    const made = JSON.parse(asDisplacy([tagged])) as {
      text: string;
      ents: { start: number; end: number; label: string }[];
      title: string;
    };
    expect(made.ents[0]).toEqual({ start: 2, end: 9, label: 'DISEASE' });
    expect(made.ents.map(({ start, end }) => sliceAsPython(made.text, start, end))).toEqual([
      'Opacity',
      'right lower lobe',
      'effusion',
    ]);
    expect(made.title).toBe(NOT_REVIEWED);
  });

  it('is a list for several texts', () => {
    expect(JSON.parse(asDisplacy([tagged, tagged]))).toHaveLength(2);
  });

  it('names the same characters for any text, lone surrogates too', () => {
    fc.assert(
      fc.property(anyTagged, (any) => {
        const { ents } = JSON.parse(asDisplacy([any])) as { ents: { start: number; end: number }[] };
        expect(ents.map(({ start, end }) => sliceAsPython(any.text, start, end))).toEqual(
          any.entities.map(({ start, end }) => any.text.slice(start, end)),
        );
      }),
    );
  });
});

describe('Web Annotation', () => {
  const made = JSON.parse(asWebAnnotation(tagged, 'urn:uuid:1')) as {
    '@context': unknown[];
    type: string;
    label: string;
    about: { id: string; text: string };
    total: number;
    first: {
      items: {
        id: string;
        body: { purpose: string; value?: string; source?: string }[];
        target: { source: string; selector: Record<string, string | number>[] };
      }[];
    };
  };
  const { items } = made.first;

  it('is a collection with the context, the notice and the text', () => {
    expect(made['@context'][0]).toBe('http://www.w3.org/ns/anno.jsonld');
    expect(made).toMatchObject({ type: 'AnnotationCollection', total: 3, about: { id: 'urn:uuid:1', text } });
    expect(made.label).toContain(NOT_REVIEWED);
  });

  it('selects by code points and by quote', () => {
    const selectors = items.map(({ target }) => target.selector);
    for (const [position, quoted] of selectors) {
      expect(sliceAsPython(text, Number(position!.start), Number(position!.end))).toBe(quoted!.exact);
      expect(text).toContain(`${quoted!.prefix}${quoted!.exact}${quoted!.suffix}`);
    }
    expect(items.every(({ target }) => target.source === made.about.id)).toBe(true);
  });

  it('carries type, assertion, reason and the link to the site', () => {
    expect(items[0]?.body).toEqual([
      { type: 'TextualBody', purpose: 'tagging', value: 'DISEASE' },
      { type: 'TextualBody', purpose: 'classifying', value: 'present' },
      { type: 'SpecificResource', purpose: 'linking', source: items[1]?.id },
    ]);
    expect(items[2]?.body[2]).toMatchObject({
      purpose: 'commenting',
      value: 'The model reads it as present.',
    });
  });
});

describe('the entities as CSV and JSON', () => {
  it('gives one line an entity, with site and sentence', () => {
    const rows = parseCsv(entitiesAsCsv([tagged, { ...tagged, entities: [] }, tagged]));
    expect(rows[0]).toEqual([
      'report',
      'start',
      'end',
      'type',
      'text',
      'assertion',
      'reason',
      'site',
      'sentence',
    ]);
    expect(rows[1]).toEqual([
      ...['1', '3', '10', 'DISEASE', 'Opacity', 'present', '', 'right lower lobe'],
      '🫁 Opacity (“new”) in the right lower lobe.',
    ]);
    expect(rows).toHaveLength(7);
    expect(rows[4]?.[0]).toBe('3');
  });

  it('lets no spreadsheet run a cell', () => {
    const line = '=HYPERLINK(1) mass, "x"';
    const csv = entitiesAsCsv([
      { text: line, entities: [{ start: 0, end: line.length, type: 'DISEASE' }], labelSet: 'report' },
    ]);
    expect(parseCsv(csv)[1]?.[4]).toBe(`'${line}`);
  });

  it('gives JSON with the notice and the indices of sites', () => {
    expect(JSON.parse(entitiesAsJson([tagged]))).toMatchObject({
      format: 'scribe-cxr-entities/1',
      notice: NOT_REVIEWED,
      labelSet: 'report',
      tagger: 'tagger-mini 1.0.0',
      reports: [{ text, entities: [{ start: 3, sites: [1] }, {}, { assertion: 'uncertain' }] }],
    });
  });
});
