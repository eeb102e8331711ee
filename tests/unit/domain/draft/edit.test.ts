import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accept,
  acceptAll,
  append,
  applyTemplate,
  draftOf,
  draftOfReport,
  editFindings,
  editImpression,
  expandPhrase,
  handEdits,
  isEdited,
  liveSentences,
  OWN_PHRASES,
  OWN_TEMPLATES,
  reject,
  replaceSentence,
  restore,
  sentenceTexts,
  sign,
  spanOf,
  startOver,
  takeImpression,
  type Draft,
} from '../../../../src/domain/draft';

const AT = '2026-01-01T00:00:00Z';
const ORIGINAL = 'The heart is normal. The lungs are clear. No effusion.';
const states = (draft: Draft): string[] => draft.sentences.map(({ state }) => state);

describe('a draft', () => {
  it('begins as the model wrote it, every sentence unread', () => {
    const draft = draftOf(ORIGINAL);
    expect(states(draft)).toEqual(['unread', 'unread', 'unread']);
    expect(handEdits(draft)).toMatchObject({ edited: false, unread: 3, impression: false });
  });

  it('keeps the original whatever is edited', () => {
    const edited = editImpression(editFindings(draftOf(ORIGINAL), 'Nothing.', AT), 'Normal.', AT);
    expect(edited.original).toBe(ORIGINAL);
    expect(startOver(edited, AT)).toMatchObject({ findings: ORIGINAL, impression: '' });
  });

  it('begins with the impression of a model that writes one, and goes back to it', () => {
    const draft = draftOfReport({
      text: `${ORIGINAL}\n\nNo acute disease.`,
      impressionStart: ORIGINAL.length + 2,
    });
    expect(draft).toMatchObject({ findings: ORIGINAL, impression: 'No acute disease.' });
    expect(states(draft)).toEqual(['unread', 'unread', 'unread']);
    expect(isEdited(draft)).toBe(false);
    const edited = editImpression(draft, 'Normal.', AT);
    expect(isEdited(edited)).toBe(true);
    expect(isEdited(startOver(edited, AT))).toBe(false);
    expect(startOver(edited, AT).impression).toBe('No acute disease.');
  });

  it.each([
    ['', '', 'none'],
    ['', 'Normal.', 'by hand'],
    ['No acute disease.', 'No acute disease.', 'model'],
    ['No acute disease.', 'No acute cardiopulmonary disease.', 'edited'],
    ['No acute disease.', 'Effusion', 'by hand'],
    ['No acute disease.', ' ', 'none'],
  ])('says whose the impression is: the model’s “%s” that reads “%s” now is %s', (model, now, origin) => {
    const draft = editImpression(draftOf(ORIGINAL, model), now, AT);
    expect(handEdits(draft)).toMatchObject({
      impressionOrigin: origin,
      impression: origin === 'edited' || origin === 'by hand',
      edited: model !== now,
    });
  });

  it('takes the impression that the model wrote again for the model’s, until it is started over', () => {
    const first = editFindings(draftOf(ORIGINAL, 'No acute disease.'), 'Large effusion.', AT);
    const again = takeImpression(sign(first, 'A. Reader', AT), 'Pleural effusion.', AT);
    expect(again).toMatchObject({ findings: 'Large effusion.', impression: 'Pleural effusion.' });
    expect(again.signature).toBeUndefined();
    expect(handEdits(again)).toMatchObject({
      edited: true,
      impression: false,
      impressionOrigin: 'model, again',
    });
    const edited = editImpression(again, 'Large pleural effusion.', AT);
    expect(handEdits(edited)).toMatchObject({ impression: true, impressionOrigin: 'edited' });
    const over = startOver(edited, AT);
    expect(over.impression).toBe('No acute disease.');
    expect(over.impressionAgain).toBeUndefined();
    expect(isEdited(over)).toBe(false);
  });

  it('tells an edited sentence from a new and from a removed one', () => {
    const edited = editFindings(
      draftOf(ORIGINAL),
      'The heart is large. The lungs are clear. No effusion. Old rib fracture.',
      AT,
    );
    expect(states(edited)).toEqual(['edited', 'unread', 'unread', 'written']);
    const shorter = editFindings(edited, 'The heart is large. No effusion. Old rib fracture.', AT);
    expect(states(shorter)).toEqual(['edited', 'rejected', 'unread', 'written']);
    expect(handEdits(shorter)).toMatchObject({ edited: true, changed: 1, rejected: 1, written: 1, at: AT });
  });

  it('knows a sentence again when it is typed as it was', () => {
    const gone = editFindings(draftOf(ORIGINAL), '', AT);
    expect(states(gone)).toEqual(['rejected', 'rejected', 'rejected']);
    const back = editFindings(gone, 'The lungs are clear.', AT);
    expect(liveSentences(back)).toEqual([
      { id: 1, state: 'unread', text: 'The lungs are clear.', original: 1 },
    ]);
  });

  it('accepts and takes it back', () => {
    const draft = accept(draftOf(ORIGINAL), 1, AT);
    expect(states(draft)).toEqual(['unread', 'accepted', 'unread']);
    expect(states(accept(draft, 1, AT))).toEqual(['unread', 'unread', 'unread']);
    expect(states(acceptAll(draft, AT))).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('rejects a sentence and restores it where it stood', () => {
    for (const id of [0, 1, 2]) {
      const rejected = reject(draftOf(ORIGINAL), id, AT);
      expect(sentenceTexts(rejected.findings)).toEqual(sentenceTexts(ORIGINAL).filter((_, i) => i !== id));
      expect(restore(rejected, id, AT).findings).toBe(ORIGINAL);
    }
  });

  it('restores a sentence when all were rejected', () => {
    const none = [0, 1, 2].reduce((draft, id) => reject(draft, id, AT), draftOf(ORIGINAL));
    expect(none.findings).toBe('');
    expect(restore(restore(none, 2, AT), 0, AT).findings).toBe('The heart is normal. No effusion.');
  });

  it('replaces a sentence by an alternative, and back', () => {
    const replaced = replaceSentence(draftOf(ORIGINAL), 2, 'Small left effusion.', AT);
    expect(replaced.findings).toBe('The heart is normal. The lungs are clear. Small left effusion.');
    expect(states(replaced)).toEqual(['unread', 'unread', 'replaced']);
    expect(states(replaceSentence(replaced, 2, 'No effusion.', AT))).toEqual(['unread', 'unread', 'unread']);
  });

  it('stays the same when an edit changes nothing', () => {
    const draft = sign(draftOf(ORIGINAL), 'A. Reader', AT);
    expect(editFindings(draft, ORIGINAL, AT)).toBe(draft);
    expect(editImpression(draft, '', AT)).toBe(draft);
    expect(reject(draft, 99, AT)).toBe(draft);
  });

  it('has as many live sentences as its text, whatever is done to it', () => {
    const piece = fc.constantFrom(
      'The heart is normal.',
      'No effusion.',
      'clear',
      '. ',
      '\n',
      'Mass; ',
      '1. ',
      ' ',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' '));
    const step = fc.oneof(
      fc.record({ kind: fc.constant('type' as const), text }),
      fc.record({
        kind: fc.constantFrom('reject' as const, 'restore' as const, 'accept' as const),
        id: fc.nat(6),
      }),
      fc.record({ kind: fc.constant('replace' as const), id: fc.nat(6), text }),
    );
    fc.assert(
      fc.property(text, fc.array(step, { maxLength: 8 }), (original, steps) => {
        let draft = draftOf(original);
        for (const each of steps) {
          if (each.kind === 'type') draft = editFindings(draft, each.text, AT);
          else if (each.kind === 'replace') draft = replaceSentence(draft, each.id, each.text, AT);
          else draft = { reject, restore, accept }[each.kind](draft, each.id, AT);
          const live = liveSentences(draft);
          expect(live.map((sentence) => sentence.text)).toEqual(sentenceTexts(draft.findings));
          expect(new Set(draft.sentences.map(({ id }) => id)).size).toBe(draft.sentences.length);
          for (const { id, text: written } of live) {
            const span = spanOf(draft, id)!;
            expect(draft.findings.slice(span.start, span.end)).toBe(written);
          }
        }
      }),
    );
  });
});

describe('a signature', () => {
  const signed = sign(draftOf(ORIGINAL), '  A.   Reader ', AT);

  it('holds name and time', () => {
    expect(signed.signature).toEqual({ name: 'A. Reader', at: AT });
  });

  it('needs a name and a text', () => {
    expect(() => sign(draftOf(ORIGINAL), ' . ', AT)).toThrow(expect.objectContaining({ code: 'unnamed' }));
    expect(() => sign(draftOf(''), 'A. Reader', AT)).toThrow(expect.objectContaining({ code: 'no-text' }));
  });

  it('is void after any edit', () => {
    const edits: Draft[] = [
      editFindings(signed, `${ORIGINAL} `, AT),
      editImpression(signed, 'Normal.', AT),
      accept(signed, 0, AT),
      reject(signed, 0, AT),
      replaceSentence(signed, 0, 'Large heart.', AT),
      append(signed, 'impression', 'Normal.', AT),
      applyTemplate(signed, OWN_TEMPLATES[0]!, 'replace', AT),
      startOver(signed, AT),
    ];
    for (const edited of edits) expect(edited.signature).toBeUndefined();
  });
});

describe('templates and phrases', () => {
  it('a template takes the place of the text or follows it', () => {
    const normal = OWN_TEMPLATES[0]!;
    const replaced = applyTemplate(draftOf(ORIGINAL), normal, 'replace', AT);
    expect(replaced).toMatchObject({ findings: normal.findings, impression: normal.impression });
    const after = applyTemplate(draftOf(ORIGINAL), normal, 'append', AT);
    expect(after.findings).toBe(`${ORIGINAL} ${normal.findings}`);
    expect(states(after).slice(0, 3)).toEqual(['unread', 'unread', 'unread']);
  });

  it('a key becomes its phrase where the caret stands', () => {
    expect(expandPhrase('Heart large. .ptx and more', 17, OWN_PHRASES)).toEqual({
      text: 'Heart large. No pneumothorax. and more',
      caret: 29,
    });
    expect(expandPhrase('.PTX', 4, OWN_PHRASES)?.text).toBe('No pneumothorax.');
  });

  it('no key, no phrase', () => {
    for (const text of ['1.ptx', 'ptx', '.unknown', '', '.']) {
      expect(expandPhrase(text, text.length, OWN_PHRASES)).toBeUndefined();
    }
  });
});
