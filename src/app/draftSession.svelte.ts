/* eslint-disable svelte/prefer-svelte-reactivity -- dates here are plain values: state is replaced as a whole */
import {
  accept,
  acceptAll,
  amend,
  append,
  applyTemplate,
  carrySpans,
  documentOf,
  draftOf,
  draftOfReport,
  editFindings,
  editImpression,
  fullText,
  historyOf,
  isEdited,
  record,
  redo,
  reject,
  replaceSentence,
  restore,
  reviewedReport,
  sign,
  startOver,
  takeImpression,
  undo,
  unsigned,
  withImpressionOf,
  wordDiff,
  type Draft,
  type DraftDocument,
  type History,
  type Template,
} from '../domain/draft';
import type { Entity } from '../domain/entity';
import type { Report, SentenceAlternative } from '../domain/report';
import { sectionsAt } from '../domain/report-text';
import { errorCode, errorMessage } from './clients/errors';
import type { ImpressionWriter } from './conclusions';
import type { ConcludingState, SavingState, TaggingState } from './draftStates';
import { labelOf, type KeptStudy } from './keeping/record';

/** Milliseconds without a keystroke after which the text is tagged again. */
export const TAG_DELAY = 400;
/** The same for keeping it. */
export const SAVE_DELAY = 800;

/** What a session needs of the rest of the app. */
export interface DraftSurroundings {
  /** Entities of a text, label set `report`. */
  readonly tag: (text: string) => Promise<readonly Entity[]>;
  /** Keeps the study; false when nothing is to be kept. */
  readonly save: (study: KeptStudy) => Promise<boolean>;
  readonly now?: () => Date;
}

/** One draft at work: its versions, its marks, its keeping. Nothing here throws but `sign`. */
export class DraftSession {
  readonly id: string;
  /** A made-up name: `Study 7F3A`. */
  readonly label: string;
  readonly createdAt: string;
  readonly pair: boolean;
  readonly #base: Report;
  readonly #around: DraftSurroundings;
  #history: History<Draft> = $state.raw(historyOf(draftOf('')));
  /** Has the impression that the model wrote again, and where it looked for it. */
  #again = $state.raw<Report | undefined>();
  #tagged: { readonly text: string; readonly entities: readonly Entity[] } = $state.raw({
    text: '',
    entities: [],
  });
  #tagging = $state.raw<TaggingState>({ kind: 'current' });
  #saving = $state.raw<SavingState>({ kind: 'off' });
  #concluding = $state.raw<ConcludingState>({ kind: 'idle' });
  #tagTimer: ReturnType<typeof setTimeout> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #saved: Draft | undefined;

  /** @param kept the study as it was kept; otherwise the draft is new */
  constructor(report: Report, pair: boolean, around: DraftSurroundings, kept?: KeptStudy) {
    this.#base = report;
    this.#around = around;
    this.id = kept?.id ?? crypto.randomUUID();
    this.label = kept?.label ?? labelOf(this.id);
    this.createdAt = kept?.createdAt ?? report.provenance.createdAt;
    this.pair = pair;
    const draft = kept?.draft ?? draftOfReport(report);
    this.#history = historyOf(draft);
    this.#saved = kept?.draft;
    this.#tagged = { text: report.text, entities: report.entities };
    if (kept) this.#saving = { kind: 'saved', at: kept.updatedAt };
    if (fullText(draft) !== report.text) this.#tagSoon();
  }

  get draft(): Draft {
    return this.#history.present;
  }

  readonly canUndo: boolean = $derived.by(() => this.#history.past.length > 0);
  readonly canRedo: boolean = $derived.by(() => this.#history.future.length > 0);

  /** The report with the text as it stands: sentences with their concerns, marks, words with their attention. */
  readonly report: Report = $derived.by(() => {
    const text = fullText(this.draft);
    if (text === this.#base.text) return reviewedReport(this.#base, this.draft);
    const again = this.draft.impressionAgain === undefined ? undefined : this.#again;
    const base = again ? withImpressionOf(this.#base, again) : this.#base;
    const { text: tagged, entities } = this.#tagged;
    const current = text === tagged ? entities : carrySpans(entities, wordDiff(tagged, text));
    return reviewedReport(base, this.draft, current);
  });

  get tagging(): TaggingState {
    return this.#tagging;
  }

  get saving(): SavingState {
    return this.#saving;
  }

  get concluding(): ConcludingState {
    return this.#concluding;
  }

  /** True while closing the page would lose something that was done by hand. */
  get isUnsaved(): boolean {
    return this.draft.editedAt !== undefined && this.draft !== this.#saved;
  }

  /** What an export is made of. The marks are brought up to date first. */
  async document(): Promise<DraftDocument> {
    await this.#tagNow();
    return documentOf(this.draft, this.report);
  }

  /** The model's alternatives for one of its sentences, likeliest first. */
  alternatives(original: number): readonly SentenceAlternative[] {
    return this.#base.alternatives?.[original] ?? [];
  }

  setFindings(text: string): void {
    this.#edit((draft, at) => editFindings(draft, text, at), 'findings');
  }
  setImpression(text: string): void {
    this.#edit((draft, at) => editImpression(draft, text, at), 'impression');
  }
  accept(id: number): void {
    this.#edit((draft, at) => accept(draft, id, at));
  }
  acceptAll(): void {
    this.#edit(acceptAll);
  }
  reject(id: number): void {
    this.#edit((draft, at) => reject(draft, id, at));
  }
  restore(id: number): void {
    this.#edit((draft, at) => restore(draft, id, at));
  }
  replace(id: number, text: string): void {
    this.#edit((draft, at) => replaceSentence(draft, id, text, at));
  }
  append(section: 'findings' | 'impression', text: string): void {
    this.#edit((draft, at) => append(draft, section, text, at));
  }
  applyTemplate(template: Template, how: 'replace' | 'append'): void {
    this.#edit((draft, at) => applyTemplate(draft, template, how, at));
  }
  /** Has the model write the impression again, from the findings as they stand; `concluding` says how it goes. */
  async conclude(write: ImpressionWriter, signal: AbortSignal): Promise<void> {
    const { findings } = this.draft;
    this.#concluding = { kind: 'writing' };
    try {
      const report = await write(findings, signal);
      // Findings that were edited meanwhile have another impression.
      if (findings === this.draft.findings) this.#takeImpression(report);
      this.#concluding = { kind: 'idle' };
    } catch (cause) {
      const [code, message] = [errorCode(cause), errorMessage(cause)];
      this.#concluding = signal.aborted ? { kind: 'idle' } : { kind: 'failed', code, message };
    }
  }
  startOver(): void {
    if (isEdited(this.draft)) this.#edit(startOver);
  }

  /** One step back. A signature does not come back with it. */
  undo(): void {
    this.#step(undo(this.#history));
  }
  redo(): void {
    this.#step(redo(this.#history));
  }

  /** @throws DraftError `unnamed`, `no-text` */
  sign(name: string): void {
    this.#history = amend(this.#history, sign(this.draft, name, this.#now()));
    this.#saveSoon();
  }

  withdrawSignature(): void {
    this.#history = amend(this.#history, unsigned(this.draft));
    this.#saveSoon();
  }

  /** The study as it would be kept. */
  kept(): KeptStudy {
    const report: Report = { ...this.#base, words: [] };
    const { id, label, createdAt, pair, draft } = this;
    return { id, label, createdAt, updatedAt: this.#now(), pair, draft, report };
  }

  /** Keeps the draft at once. Trouble is told in `saving`; the draft stays as it is. */
  async save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    const study = this.kept();
    try {
      const isKept = await this.#around.save(study);
      if (isKept) this.#saved = study.draft;
      if (this.draft === study.draft) {
        this.#saving = isKept ? { kind: 'saved', at: study.updatedAt } : { kind: 'off' };
      }
    } catch (cause) {
      this.#saving = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
    }
  }

  #takeImpression(from: Report): void {
    const { impression } = sectionsAt(from.text, from.impressionStart);
    if (impression === '') return;
    this.#again = from;
    this.#edit((draft, at) => takeImpression(draft, impression, at));
  }

  #edit(change: (draft: Draft, at: string) => Draft, kind?: string): void {
    const at = this.#now();
    this.#step(
      record(this.#history, change(this.draft, at), {
        at: Date.parse(at),
        ...(kind === undefined ? {} : { kind }),
      }),
    );
  }

  #step(history: History<Draft>): void {
    if (history.present === this.draft) return;
    this.#history = amend(history, { ...unsigned(history.present), editedAt: this.#now() });
    this.#tagSoon();
    this.#saveSoon();
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer);
    if (this.#saving.kind !== 'off') this.#saving = { kind: 'waiting' };
    this.#saveTimer = setTimeout(() => void this.save(), SAVE_DELAY);
  }

  #tagSoon(): void {
    clearTimeout(this.#tagTimer);
    const text = fullText(this.draft);
    if (text === this.#tagged.text || text === this.#base.text) {
      this.#tagging = { kind: 'current' };
      return;
    }
    this.#tagging = { kind: 'waiting' };
    this.#tagTimer = setTimeout(() => void this.#tagNow(), TAG_DELAY);
  }

  /** Tags the text as it stands. An older answer that comes late is passed over. */
  async #tagNow(): Promise<void> {
    clearTimeout(this.#tagTimer);
    const text = fullText(this.draft);
    if (text === this.#tagged.text || text === this.#base.text) return;
    try {
      const entities = await this.#around.tag(text);
      if (fullText(this.draft) !== text) return;
      this.#tagged = { text, entities };
      this.#tagging = { kind: 'current' };
    } catch (cause) {
      if (fullText(this.draft) !== text) return;
      this.#tagging = { kind: 'failed', code: errorCode(cause), message: errorMessage(cause) };
    }
  }

  #now(): string {
    return (this.#around.now?.() ?? new Date()).toISOString();
  }
}
