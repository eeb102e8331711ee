import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SAVE_DELAY, TAG_DELAY } from '../../../src/app/draftSession.svelte';
import { Drafts } from '../../../src/app/drafts.svelte';
import { KeepError } from '../../../src/app/keeping/errors';
import { Keeper } from '../../../src/app/keeping/keeper';
import { parseStudy } from '../../../src/app/keeping/record';
import { KeepStore } from '../../../src/app/keeping/keepStore';
import { PhraseBook, PHRASES_KEY } from '../../../src/app/phraseBook.svelte';
import { Studies } from '../../../src/app/studies.svelte';
import type { Report } from '../../../src/domain/report';
import type { Entity } from '../../../src/domain/entity';
import { madeStorage } from '../../fixtures/ports';
import { madeReport } from '../../ui/harness/report';

let number = 0;
let store: KeepStore;
let storage: Storage;
let studies: Studies;
let drafts: Drafts;
let tagged: string[];

/** Marks "effusion" and says that it is absent after "No". */
const tag = async (text: string): Promise<Entity[]> => {
  tagged.push(text);
  return [...text.matchAll(/effusion/g)].map(({ index }) => ({
    start: index,
    end: index + 8,
    type: 'DISEASE',
    assertion: /No [a-z ]*$/.test(text.slice(0, index)) ? 'absent' : 'present',
  }));
};

function load(): void {
  studies = new Studies(new Keeper(store), storage);
  drafts = new Drafts(studies, tag);
}

beforeEach(() => {
  store = new KeepStore(`studies-${number++}`);
  storage = madeStorage();
  tagged = [];
  load();
});

afterEach(() => vi.useRealTimers());

const kept = async (): Promise<number> => (await store.values()).length;

describe('a draft at work', () => {
  it('is one and the same for a report', () => {
    const report = madeReport(true);
    expect(drafts.of(report)).toBe(drafts.of(report));
    expect(drafts.of(report).pair).toBe(true);
    expect(drafts.of(report).report).toBe(report);
  });

  it('is tagged once the typing pauses, and its concerns follow', async () => {
    vi.useFakeTimers();
    const session = drafts.of(madeReport(false));
    for (const text of ['No pl', 'No pleural effu', 'No pleural effusion.']) {
      session.setFindings(text);
      await vi.advanceTimersByTimeAsync(TAG_DELAY / 2);
    }
    expect(tagged).toEqual([]);
    expect(session.tagging.kind).toBe('waiting');
    await vi.advanceTimersByTimeAsync(TAG_DELAY);
    expect(tagged).toEqual(['No pleural effusion.']);
    expect(session.tagging.kind).toBe('current');
    expect(session.report.sentences[0]!.concerns).toMatchObject([{ kind: 'contradicted' }]);
    session.setFindings('Small pleural effusion.');
    await vi.advanceTimersByTimeAsync(TAG_DELAY);
    expect(session.report.sentences[0]!.concerns).toEqual([]);
  });

  it('keeps its marks between an edit and its tags', () => {
    const session = drafts.of(madeReport(false));
    session.setFindings(session.draft.findings.replace('Small right', 'Large left'));
    const { text, entities } = session.report;
    expect(entities.map(({ start, end }) => text.slice(start, end))).toContain('pleural effusion');
  });

  it('tells when it cannot be tagged, and is tagged at the next edit', async () => {
    vi.useFakeTimers();
    let works = false;
    drafts = new Drafts(studies, async (text) => {
      if (!works) throw new Error('the worker died');
      return tag(text);
    });
    const session = drafts.of(madeReport(false));
    session.setFindings('Effusion.');
    await vi.advanceTimersByTimeAsync(TAG_DELAY);
    expect(session.tagging).toMatchObject({ kind: 'failed', message: 'the worker died' });
    works = true;
    session.setFindings('Large effusion.');
    await vi.advanceTimersByTimeAsync(TAG_DELAY);
    expect(session.tagging.kind).toBe('current');
  });

  it('undoes and redoes, and a signature does not come back', () => {
    const session = drafts.of(madeReport(false));
    const original = session.draft.findings;
    session.reject(0);
    session.sign('A. Reader');
    expect(session.draft.signature?.name).toBe('A. Reader');
    session.accept(1);
    expect(session.draft.signature).toBeUndefined();
    session.undo();
    expect(session.draft.signature).toBeUndefined();
    session.undo();
    expect(session.draft.findings).toBe(original);
    session.redo();
    expect(session.draft.sentences[0]!.state).toBe('rejected');
    expect(session.canRedo).toBe(true);
  });

  it('gives a document with up-to-date marks and what was done by hand', async () => {
    const session = drafts.of(madeReport(false));
    session.setFindings('No pleural effusion.');
    session.setImpression('Normal.');
    session.sign('A. Reader');
    expect(await session.document()).toMatchObject({
      text: 'No pleural effusion.\n\nNormal.',
      original: expect.stringContaining('Small right pleural effusion') as string,
      entities: [{ start: 11, end: 19, assertion: 'absent' }],
      edits: { edited: true, impression: true },
      signature: { name: 'A. Reader' },
    });
  });
});

describe('a draft with the model’s impression', () => {
  it('is the report as it was written, and exports say whose the impression is', async () => {
    const report = madeReport(true, true);
    const session = drafts.of(report);
    expect(session.report).toBe(report);
    expect(session.draft.impression).toBe('Right pleural effusion. No pneumothorax.');
    expect(await session.document()).toMatchObject({
      impression: session.draft.impression,
      originalImpression: session.draft.impression,
      edits: { edited: false, impression: false, impressionOrigin: 'model' },
    });
    expect(tagged, 'the engine has tagged it').toEqual([]);
    session.setImpression('Right pleural effusion.');
    expect((await session.document()).edits).toMatchObject({ edited: true, impressionOrigin: 'edited' });
    session.undo();
    expect((await session.document()).edits).toMatchObject({ edited: false, impressionOrigin: 'model' });
  });

  it('is written again from edited findings, with the attention of its words', async () => {
    const report = madeReport(true, true);
    const session = drafts.of(report);
    session.setFindings('Large left pleural effusion.');
    const told: string[] = [];
    const write = async (findings: string): Promise<Report> => {
      told.push(findings);
      const own = report.text.slice(report.impressionStart);
      const shift = findings.length + 2 - report.impressionStart!;
      const words = report.words
        .filter(({ start }) => start >= report.impressionStart!)
        .map((word) => ({ ...word, start: word.start + shift, end: word.end + shift, logProbability: -7 }));
      const text = `${findings}\n\n${own.replace('Right', 'Great')}`;
      return { ...report, text, impressionStart: findings.length + 2, words, sentences: [], entities: [] };
    };
    await session.conclude(write, new AbortController().signal);
    expect(told).toEqual(['Large left pleural effusion.']);
    expect(session.concluding.kind).toBe('idle');
    expect(session.report.text).toBe(
      'Large left pleural effusion.\n\nGreat pleural effusion. No pneumothorax.',
    );
    const own = session.report.words.filter(({ start }) => start >= session.report.impressionStart!);
    expect(own.map(({ start, end }) => session.report.text.slice(start, end))).toContain('Great');
    expect(new Set(own.map(({ logProbability }) => logProbability))).toEqual(new Set([-7]));
    session.undo();
    expect(session.draft.impression).toBe('Right pleural effusion. No pneumothorax.');
    session.redo();
    expect(session.draft.impression).toContain('Great');
    session.startOver();
    expect(session.report.text).toBe(report.text);
  });

  it('stays where it cannot be written again, or where the findings were edited meanwhile', async () => {
    const report = madeReport(true, true);
    const session = drafts.of(report);
    const { signal } = new AbortController();
    await session.conclude(() => Promise.reject(new Error('the worker died')), signal);
    expect(session.concluding).toMatchObject({ kind: 'failed', message: 'the worker died' });
    await session.conclude(async () => {
      session.setFindings('Meanwhile.');
      return { ...report, text: 'Old.\n\nOther.', impressionStart: 6 };
    }, signal);
    expect(session.concluding.kind).toBe('idle');
    expect(session.draft.impression).toBe('Right pleural effusion. No pneumothorax.');
  });

  it('is kept with it, and studies of earlier versions are still read', async () => {
    await studies.keep();
    const session = drafts.of(madeReport(true, true));
    session.setImpression('Effusion.');
    await drafts.saveAll();
    load();
    await studies.open();
    const again = drafts.open(studies.list[0]!);
    again.startOver();
    expect(again.report.text).toBe(madeReport(true, true).text);

    const { draft, ...rest } = drafts.of(madeReport(true)).kept();
    const { originalImpression, ...older } = draft;
    expect(originalImpression).toBe('');
    const read = parseStudy(JSON.stringify({ ...rest, draft: { ...older, impression: 'By hand.' } }));
    expect(read.draft).toMatchObject({ originalImpression: '', impression: 'By hand.' });
    expect(drafts.open(read).draft.findings).toBe(madeReport(true).text);
  });
});

describe('keeping studies', () => {
  it('nothing is kept unless the user says so', async () => {
    vi.useFakeTimers();
    const session = drafts.of(madeReport(false));
    session.setFindings('Edited.');
    await vi.advanceTimersByTimeAsync(SAVE_DELAY + TAG_DELAY);
    vi.useRealTimers();
    expect(session.saving.kind).toBe('off');
    expect(drafts.areUnsaved, 'closing the page would lose it').toBe(true);
    expect(await kept()).toBe(0);
  });

  it('keeps a study with its edits over a reload, without attention maps or names of films', async () => {
    await studies.keep();
    const session = drafts.of(madeReport(true));
    session.setFindings('Edited by hand.');
    session.sign('A. Reader');
    await drafts.saveAll();
    expect(session.saving.kind).toBe('saved');
    expect(drafts.areUnsaved).toBe(false);
    expect(JSON.stringify(await store.values())).not.toMatch(/attention|\.png|\.dcm|words/);

    load();
    await studies.open();
    expect(studies.list).toHaveLength(1);
    const again = drafts.open(studies.list[0]!);
    expect(again.draft).toEqual(session.draft);
    expect(again.label).toBe(session.label);
    again.startOver();
    expect(again.report.text).toBe(madeReport(true).text);
  });

  it('searches text, label and signature', async () => {
    await studies.keep();
    for (const [text, name] of [
      ['Old rib fracture.', 'Grey'],
      ['Normal.', 'White'],
    ] as const) {
      const session = drafts.of(madeReport(false));
      session.setFindings(text);
      session.sign(name);
      await session.save();
    }
    expect(studies.search('RIB fracture')).toHaveLength(1);
    expect(studies.search('fracture white')).toHaveLength(0);
    expect(studies.search('white')[0]!.draft.findings).toBe('Normal.');
    expect(studies.search(' ')).toHaveLength(2);
    expect(studies.search(studies.list[0]!.label)).toHaveLength(1);
  });

  it('removes one study, and all of them when keeping ends', async () => {
    await studies.keep();
    for (let i = 0; i < 3; i++) await drafts.of(madeReport(false)).save();
    await studies.remove(studies.list[0]!.id);
    expect(await kept()).toBe(2);
    await studies.keepNothing();
    expect(await kept()).toBe(0);
    expect(studies.list).toEqual([]);
    load();
    expect(studies.keeps).toBe(false);
  });

  it('waits for the passphrase and keeps the open draft then', async () => {
    await studies.keep();
    await studies.setPassphrase('correct horse');
    load();
    const session = drafts.of(madeReport(false));
    session.setFindings('Typed before the passphrase.');
    await session.save();
    expect(studies.state.kind).toBe('locked');
    expect(session.saving).toMatchObject({ kind: 'failed', code: 'locked' });
    await expect(studies.unlock('wrong horse')).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(session.draft.findings).toBe('Typed before the passphrase.');
    await studies.unlock('correct horse');
    await vi.waitFor(() => expect(session.saving.kind).toBe('saved'));
    expect(studies.list).toHaveLength(1);
    studies.lock();
    expect(studies.list).toEqual([]);
  });

  it('does not lose the open draft to a full or blocked storage', async () => {
    await studies.keep();
    const session = drafts.of(madeReport(false));
    for (const [name, code] of [
      ['QuotaExceededError', 'storage-full'],
      ['SecurityError', 'storage-blocked'],
    ]) {
      const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
        throw new DOMException('no', name);
      });
      session.setFindings(`Text that ${code} does not take.`);
      await session.save();
      expect(session.saving).toMatchObject({ kind: 'failed', code });
      expect(session.draft.findings).toContain(code);
      expect(session.isUnsaved).toBe(true);
      put.mockRestore();
    }
    await session.save();
    expect(session.saving.kind).toBe('saved');
  });

  it('tells that the browser keeps nothing here instead of keeping on trying', async () => {
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    await expect(studies.keep()).rejects.toBeInstanceOf(KeepError);
    expect(studies.keeps).toBe(false);
    open.mockRestore();
  });

  it('leaves what it cannot read where it is', async () => {
    await studies.keep();
    await store.put('other-build', '{"version": 9}', undefined);
    load();
    await studies.open();
    expect(studies.list).toEqual([]);
    expect(studies.unreadable).toBe(1);
    expect(await kept()).toBe(1);
  });

  it('says what it stores', async () => {
    expect(await studies.stored()).toEqual([]);
    await studies.keep();
    await drafts.of(madeReport(false)).save();
    const [item] = await studies.stored();
    expect(item!.what).toBe('kept studies: 1');
    expect(item!.bytes).toBeGreaterThan(1000);
  });
});

describe('templates and phrases', () => {
  it('of the user are kept, and take the place of the app’s', () => {
    const book = new PhraseBook(storage);
    book.addTemplate('My normal', 'All normal.', '');
    book.setPhrase('PTX', 'There is no pneumothorax.');
    const again = new PhraseBook(storage);
    expect(again.templates.map(({ title }) => title)).toEqual(['Normal chest', 'My normal']);
    expect(again.phrases.filter(({ key }) => key === 'ptx')).toEqual([
      { key: 'ptx', text: 'There is no pneumothorax.' },
    ]);
    expect(again.isOwn(again.templates[1]!)).toBe(true);
    again.removePhrase('ptx');
    again.removeTemplate(again.templates[1]!.id);
    expect(new PhraseBook(storage).templates).toHaveLength(1);
    expect(again.phrases.find(({ key }) => key === 'ptx')!.text).toBe('No pneumothorax.');
  });

  it('are refused with a key that cannot be typed', () => {
    expect(() => new PhraseBook(storage).setPhrase('no way', 'x')).toThrow();
  });

  it('fall back to the app’s when what is stored makes no sense', () => {
    expect(new PhraseBook(madeStorage({ [PHRASES_KEY]: '{"templates": 3}' })).templates).toHaveLength(1);
  });

  it('that do not fit are refused with a reason', () => {
    const book = new PhraseBook(storage);
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    expect(() => book.addTemplate('Title', 'x', '')).toThrow(
      expect.objectContaining({ code: 'storage-full' }),
    );
    expect(book.templates).toHaveLength(1);
  });
});
