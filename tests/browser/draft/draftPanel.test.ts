import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { App } from '../../../src/app';
import { Drafts } from '../../../src/app/drafts.svelte';
import type { DraftSession } from '../../../src/app/draftSession.svelte';
import { Keeper } from '../../../src/app/keeping/keeper';
import { KeepStore } from '../../../src/app/keeping/keepStore';
import { PhraseBook } from '../../../src/app/phraseBook.svelte';
import { Studies } from '../../../src/app/studies.svelte';
import DraftPanel from '../../../src/ui/draft/DraftPanel.svelte';
import StudiesScreen from '../../../src/ui/studies/StudiesScreen.svelte';
import { madeStorage } from '../../fixtures/ports';
import { madeReport } from '../../ui/harness/report';

let root: HTMLElement;
let shown: ReturnType<typeof mount> | undefined;
let studies: Studies;
let session: DraftSession;
let app: App;

beforeEach(() => {
  const storage = madeStorage();
  studies = new Studies(new Keeper(new KeepStore(`panel-${crypto.randomUUID()}`)), storage);
  const drafts = new Drafts(studies, async () => []);
  session = drafts.of(madeReport(true));
  // Only what these screens use of the application.
  app = { studies, drafts, phraseBook: new PhraseBook(storage) } as Partial<App> as App;
  root = document.body.appendChild(document.createElement('div'));
});

afterEach(async () => {
  if (shown) await unmount(shown);
  shown = undefined;
  root.remove();
});

function draw(): void {
  shown = mount(DraftPanel, { target: root, props: { app, session } });
  flushSync();
}

function button(name: string, within: Element = root): HTMLButtonElement {
  const found = [...within.querySelectorAll('button')].find((each) => each.textContent.trim() === name);
  if (!found) throw new Error(`There is no button ${name}.`);
  return found;
}

const rows = (): Element[] => [...root.querySelectorAll('li[data-state]')];

async function press(name: string, within?: Element): Promise<void> {
  await userEvent.click(button(name, within));
  flushSync();
}

describe('identifiers of the DICOM file', () => {
  it('leave with the draft only when ticked; the box is off, and absent where no file has any', async () => {
    draw();
    await press('Export');
    expect(root.querySelector('input[type=checkbox]')).toBeNull();
    if (shown) await unmount(shown);

    const copied: string[] = [];
    vi.stubGlobal('ClipboardItem', undefined);
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
      copied.push(text);
    });
    const identity = {
      patientName: 'Nobody Nora',
      patientId: 'NN0042',
      ...{ birthDate: '', sex: '', studyDate: '', accession: '', institution: '', description: '' },
    };
    const identify = vi.fn(async () => identity);
    shown = mount(DraftPanel, { target: root, props: { app, session, identify } });
    flushSync();
    await press('Export');
    const box = root.querySelector<HTMLInputElement>('input[type=checkbox]')!;
    expect(box.checked).toBe(false);
    await press('Export');
    await press('Copy');
    await vi.waitFor(() => expect(copied, root.textContent).toHaveLength(1), 10_000);
    expect(copied[0]).not.toContain('Nora');
    expect(identify).not.toHaveBeenCalled();

    await press('Export');
    await userEvent.click(root.querySelector('input[type=checkbox]')!);
    flushSync();
    await press('Export');
    await press('Copy');
    await vi.waitFor(() => expect(copied).toHaveLength(2), 10_000);
    expect(copied[1]).toContain('Patient: Nobody Nora');
    expect(copied[1]).toContain('Patient ID: NN0042');
    write.mockRestore();
    vi.unstubAllGlobals();
  });
});

describe('copying', () => {
  /** What the clipboard was given, by type, each as text. */
  function clipboard(): { readonly items: Record<string, string>[]; restore: () => void } {
    const items: Record<string, string>[] = [];
    const write = vi.spyOn(navigator.clipboard, 'write').mockImplementation(async ([item]) => {
      const parts = item!.types.map(
        async (type) => [type, await (await item!.getType(type)).text()] as const,
      );
      items.push(Object.fromEntries(await Promise.all(parts)));
    });
    return { items, restore: () => write.mockRestore() };
  }

  it('works with the menu open too, which closes: the button stays under the pointer', async () => {
    const { items, restore } = clipboard();
    // As on the desk: the panel scrolls, and the open menu makes it longer.
    root.style.cssText = 'height: 220px; overflow-y: auto; position: relative';
    draw();
    root.scrollTop = root.scrollHeight;
    await press('Export');
    expect(root.querySelector('.kinds')).not.toBeNull();
    await press('Copy');
    await vi.waitFor(() => expect(items).toHaveLength(1));
    expect(root.querySelector('.kinds')).toBeNull();
    expect(items[0]!['text/plain']).toContain('pleural effusion');
    expect(items[0]!['text/html']).toMatch(/<p>.*pleural effusion/);
    expect(items[0]!['text/html']).toContain('Research use only');
    restore();
  });
});

describe('the draft on the screen', () => {
  it('is judged sentence by sentence, and the focus stays at the sentence', async () => {
    draw();
    await press('Accept', rows()[0]);
    await press('Reject', rows()[1]);
    expect(
      rows()
        .map((row) => row.getAttribute('data-state'))
        .slice(0, 3),
    ).toEqual(['accepted', 'rejected', 'unread']);
    expect(document.activeElement?.textContent).toBe('Restore');
    await userEvent.keyboard('{Control>}z{/Control}');
    flushSync();
    expect(rows()[1]!.getAttribute('data-state')).toBe('unread');
  });

  it('shows the model’s other sentences with their probability, and its own to go back', async () => {
    draw();
    const row = (): Element => rows()[2]!;
    const own = row().querySelector('p')!.textContent;
    await press('Others', row());
    const [first] = row().querySelectorAll('ul li');
    expect(first!.textContent).toContain('The lungs are clear bilaterally.');
    expect(first!.textContent).toContain('0.014');
    await press('The lungs are clear bilaterally.', row());
    expect(row().getAttribute('data-state')).toBe('replaced');
    expect(session.draft.findings).toContain('The lungs are clear bilaterally.');
    await press('Others', row());
    await press(own, row());
    expect(row().getAttribute('data-state')).toBe('unread');
  });

  it('tells the concern of a sentence with its reason', () => {
    draw();
    const doubted = rows().find((row) => row.textContent.includes('nodule'))!;
    expect(doubted.textContent).toMatch(
      /\(!\) low support The sentence states nodule; its probability is 0\.08/,
    );
  });

  it('shows the model’s impression, and what became of it against the model’s', async () => {
    session = app.drafts.of(madeReport(true, true));
    draw();
    const impression = (): HTMLElement => root.querySelector<HTMLElement>('[data-impression]')!;
    expect(impression().textContent).toContain('Right pleural effusion. No pneumothorax.');
    expect(impression().dataset.impression).toBe('model');
    await press('Text');
    const field = root.querySelectorAll('textarea')[1]!;
    expect(field.value).toBe('Right pleural effusion. No pneumothorax.');
    await userEvent.fill(field, 'Left pleural effusion. No pneumothorax.');
    flushSync();
    await press('Changes');
    expect([...root.querySelectorAll('del, ins')].map(({ textContent }) => textContent)).toEqual([
      'Right',
      'Left',
    ]);
    await press('Sentences');
    expect(impression().dataset.impression).toBe('edited');
  });

  it('has the impression written again once the findings were edited', async () => {
    const report = madeReport(true, true);
    session = app.drafts.of(report);
    const writeImpression = vi.fn(async (findings: string) => {
      const text = `${findings}\n\nSmall effusion.`;
      return {
        ...report,
        text,
        impressionStart: findings.length + 2,
        words: [],
        sentences: [],
        entities: [],
      };
    });
    shown = mount(DraftPanel, { target: root, props: { app, session, writeImpression } });
    flushSync();
    await press('Text');
    expect(root.textContent).not.toContain('Write the impression again');
    await userEvent.fill(root.querySelector('textarea')!, 'Small left pleural effusion.');
    flushSync();
    await press('Write the impression again');
    await vi.waitFor(() => expect(session.draft.impression).toBe('Small effusion.'));
    expect(writeImpression.mock.calls[0]![0]).toBe('Small left pleural effusion.');
    await press('Sentences');
    expect(root.querySelector<HTMLElement>('[data-impression]')!.textContent).toContain('written again');
  });

  it('puts in a phrase by its key', async () => {
    draw();
    await press('Text');
    const impression = root.querySelectorAll('textarea')[1]!;
    await userEvent.type(impression, 'Small effusion. .ptx ');
    flushSync();
    expect(session.draft.impression).toBe('Small effusion. No pneumothorax.');
    expect(impression.selectionStart).toBe(impression.value.length);
  });

  it('is signed, and an edit takes the signature away', async () => {
    draw();
    await userEvent.fill(root.querySelector<HTMLInputElement>('footer input')!, 'A. Reader');
    flushSync();
    await press('Sign');
    expect(root.querySelector('[data-signed=true]')!.textContent).toContain('Reviewed by A. Reader on');
    await press('Accept', rows()[0]);
    expect(root.querySelector('[data-signed=true]')).toBeNull();
  });
});

describe('the list of studies on the screen', () => {
  it('keeps nothing until the switch is used, then finds what is kept', async () => {
    shown = mount(StudiesScreen, { target: root, props: { app } });
    flushSync();
    expect(root.textContent).toContain('Nothing is kept.');
    expect(root.querySelector('table')).toBeNull();
    await press('Keep studies on this machine');
    await expect.poll(() => root.textContent).toContain('None yet.');
    session.setImpression('Remember this.');
    await session.save();
    await expect.poll(() => root.querySelectorAll('tbody tr').length).toBe(1);
    const search = root.querySelector<HTMLInputElement>('input[type=search]')!;
    await userEvent.fill(search, 'nowhere');
    await expect.poll(() => root.textContent).toContain('No study holds all these words.');
    await userEvent.fill(search, 'remember');
    await expect.poll(() => root.querySelectorAll('tbody tr').length).toBe(1);
    await userEvent.click(root.querySelector('tbody button')!);
    await expect.poll(() => root.querySelector('h2')?.textContent).toBe(session.label);
  });
});
