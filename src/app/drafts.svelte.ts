/* eslint-disable svelte/prefer-svelte-reactivity -- maps and sets here are plain values: state is replaced as a whole */
import type { Report } from '../domain/report';
import { DraftSession, type DraftSurroundings } from './draftSession.svelte';
import type { KeptStudy } from './keeping/record';
import type { Studies } from './studies.svelte';

/** The drafts of this tab: one for each report, however often it is asked for. */
export class Drafts {
  readonly #around: DraftSurroundings;
  readonly #studies: Studies;
  readonly #byReport = new WeakMap<Report, DraftSession>();
  readonly #byId = new Map<string, DraftSession>();

  constructor(studies: Studies, tag: DraftSurroundings['tag']) {
    this.#studies = studies;
    this.#around = { tag, save: (study) => studies.save(study) };
    studies.whenOpen(() => {
      for (const session of this.#byId.values()) if (session.isUnsaved) void session.save();
    });
  }

  /** The draft of a report of this tab; where studies are kept, it is kept at once. */
  of(report: Report): DraftSession {
    const known = this.#byReport.get(report);
    if (known) return known;
    const session = new DraftSession(report, 'lateral' in report.quality, this.#around);
    this.#byReport.set(report, session);
    this.#byId.set(session.id, session);
    if (this.#studies.keeps) void session.save();
    return session;
  }

  /** The draft of a kept study; the one that is at work, when it was opened before. */
  open(study: KeptStudy): DraftSession {
    const known = this.#byId.get(study.id);
    if (known) return known;
    const report = { ...study.report, words: [] };
    const session = new DraftSession(report, study.pair, this.#around, study);
    this.#byId.set(study.id, session);
    return session;
  }

  /** A draft of this tab by its id. */
  byId(id: string): DraftSession | undefined {
    return this.#byId.get(id);
  }

  /** Forgets a draft whose study was removed. */
  close(id: string): void {
    this.#byId.delete(id);
  }

  /** True when closing the page would lose something that was done by hand. */
  get areUnsaved(): boolean {
    return [...this.#byId.values()].some((session) => session.isUnsaved);
  }

  /** Keeps everything that is not kept yet: the page may be about to go. */
  async saveAll(): Promise<void> {
    const unsaved = [...this.#byId.values()].filter((session) => session.isUnsaved);
    await Promise.all(unsaved.map((session) => session.save()));
  }
}
