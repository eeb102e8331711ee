import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { pairSample, sampleFile } from './sources';

export type Slot = 'frontal' | 'lateral';

/** A file that a test made. */
export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The app as a person sees it: by roles and names. */
export class DeskPage {
  readonly report: Locator;
  readonly samples: Locator;

  constructor(readonly page: Page) {
    this.report = page.getByRole('region', { name: 'Report', exact: true });
    this.samples = page.getByRole('region', { name: 'Or try a sample' });
  }

  /** Opens the app and passes the research-use gate. */
  async open(): Promise<void> {
    await this.page.goto('./');
    await this.page.getByRole('button', { name: /I understand: research use only/ }).click();
  }

  /** The button that fetches the models; its name says how many bytes. */
  get fetchButton(): Locator {
    return this.page.getByRole('main').getByRole('button', { name: /^Fetch \d/ });
  }

  /** Fetches the models on the first-run screen and waits for the desk. */
  async fetchModels(): Promise<void> {
    await this.fetchButton.click();
    await expect(this.samples).toBeVisible({ timeout: 90_000 });
  }

  /** A fresh machine brought to the empty desk with all models installed. */
  async prepare(): Promise<void> {
    await this.open();
    await this.fetchModels();
  }

  /** The frame of one film. */
  film(slot: Slot): Locator {
    return this.page.getByRole('region', { name: `${slot} film`, exact: false });
  }

  /** Takes a sample, which the app then reads by itself; waits until its films lie on the desk. */
  async openSample(title = pairSample().title): Promise<void> {
    await this.samples.getByRole('button', { name: title }).click();
    await this.shown('frontal');
  }

  /** Has the model search as the picker calls it, in the place of its own way. */
  async searchBy(name: string): Promise<void> {
    await this.page.getByRole('banner').getByText('lite-gru').first().click();
    await this.page.getByLabel('Search').selectOption({ label: name });
    await this.page.keyboard.press('Escape');
  }

  /** Takes a sample and gives its report. */
  async readSample(title?: string): Promise<string> {
    await this.openSample(title);
    return this.finished();
  }

  /** Puts the two films of a sample on the desk as files, so that nothing is read yet. */
  async layFilms(): Promise<void> {
    const { frontal, lateral } = pairSample();
    for (const [slot, file] of [
      ['frontal', frontal],
      ['lateral', lateral],
    ] as const) {
      await this.choose(slot, sampleFile(file));
      await this.shown(slot);
    }
  }

  /** Chooses a file for a slot through its file field. */
  async choose(slot: Slot, ...files: string[] | MadeFile[]): Promise<void> {
    await this.film(slot).locator('input[type=file]:not([webkitdirectory])').setInputFiles(files);
  }

  /** Waits until a film of that slot is shown. */
  async shown(slot: Slot): Promise<void> {
    await expect(this.film(slot).getByRole('img', { name: new RegExp(`${slot} film`) })).toBeVisible();
  }

  /** Presses Read without waiting for the end. */
  async startReading(): Promise<void> {
    await this.report.getByRole('button', { name: /^Read/ }).click();
  }

  /** Waits for the finished report and gives the text of its findings. */
  async finished(): Promise<string> {
    await expect(this.report).toHaveAttribute('data-study', 'done', { timeout: 60_000 });
    return (await this.report.locator('.report-text [data-section=findings]').innerText()).trim();
  }

  /** Reads what lies on the desk and gives the report's text. */
  async read(): Promise<string> {
    await this.startReading();
    return this.finished();
  }

  /** Shows the draft in one of its ways. */
  async showDraft(view: 'Sentences' | 'Text' | 'Changes'): Promise<void> {
    const ways = this.page.getByRole('group', { name: 'How to work on it' });
    await ways.getByRole('button', { name: view }).click();
  }

  /** Takes all films off the desk. */
  async clear(): Promise<void> {
    for (const slot of ['frontal', 'lateral'] as const) {
      const button = this.page.getByRole('button', { name: `Remove ${slot} film` });
      if (await button.isVisible()) await button.click();
    }
  }

  /** The whole of a study, as proof that the app still works. */
  async nextStudyWorks(): Promise<void> {
    await this.clear();
    expectReport(await this.readSample());
  }
}

/** A report is sentences with capitals and full stops, without unknown or removed words. */
export function expectReport(text: string): void {
  expect(text).toMatch(/^[A-Z].*\.$/s);
  expect(text).not.toMatch(/xxxx|unk|<\w+>/i);
  expect(text.split(/\s+/).length).toBeGreaterThan(3);
}

/** Faults of the page that nobody caught; every test fails on them. */
export const test = base.extend<{ desk: DeskPage; faults: string[] }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await use(faults);
      expect(faults, 'errors nobody caught').toEqual([]);
    },
    { auto: true },
  ],
  desk: async ({ page }, use) => {
    await use(new DeskPage(page));
  },
});

export { expect } from '@playwright/test';
