import type { FilmSlot } from '../../domain/film';
import type { FindingName } from '../../domain/finding';
import type { Report, ReportWord } from '../../domain/report';
import { findingHeat, sentenceHeat, wordHeat, type Heat } from '../viewer/heat-sources';
import type { MapOverFilm } from '../viewer/heatmap';

/** What a word stands for on the films. */
export type Scope = 'word' | 'sentence';

const OPACITY_STEP = 0.1;

/** What is shown on the films: what is pointed at, else what was kept; a word, its sentence, or a finding. */
export class WordFocus {
  /** Index of the word under the pointer or with the keyboard focus. */
  looked = $state<number | undefined>();
  /** False hides the heat map. */
  shown = $state(true);
  scope: Scope = $state('word');
  /** Of the heat map, 0..1. */
  opacity = $state(1);
  lookedFinding = $state<FindingName | undefined>();
  #pinned = $state<number | undefined>();
  #finding = $state<FindingName | undefined>();

  /** Index of the word that was clicked. */
  get pinned(): number | undefined {
    return this.#pinned;
  }

  set pinned(word: number | undefined) {
    this.#pinned = word;
    if (word !== undefined) this.#finding = undefined;
  }

  /** The finding that was clicked. */
  get finding(): FindingName | undefined {
    return this.#finding;
  }

  set finding(name: FindingName | undefined) {
    this.#finding = name;
    if (name !== undefined) this.#pinned = undefined;
  }

  get isKept(): boolean {
    return this.#pinned !== undefined || this.#finding !== undefined;
  }

  /** Makes the heat map stronger or weaker by a step. */
  fade(by: 1 | -1): void {
    this.opacity = Math.round(Math.min(1, Math.max(0, this.opacity + by * OPACITY_STEP)) * 100) / 100;
  }

  wordOf(report: Report): ReportWord | undefined {
    const index = this.looked ?? this.#pinned;
    return index === undefined ? undefined : report.words[index];
  }

  heatOf(report: Report): Heat | undefined {
    if (!this.shown) return undefined;
    const finding = this.lookedFinding ?? (this.looked === undefined ? this.#finding : undefined);
    if (finding) return findingHeat(report, finding);
    const word = this.wordOf(report);
    if (!word) return undefined;
    return this.scope === 'word' ? wordHeat(report, word) : sentenceHeat(report, word);
  }

  /** The part of the heat that lies over one film. */
  over(slot: FilmSlot, heat: Heat | undefined): MapOverFilm | undefined {
    const weights = heat?.[slot];
    return heat && weights ? { weights, map: heat.map, peak: heat.peak, opacity: this.opacity } : undefined;
  }

  /** For a new report: its words have other places. */
  clear(): void {
    this.looked = undefined;
    this.lookedFinding = undefined;
    this.#pinned = undefined;
    this.#finding = undefined;
  }
}
