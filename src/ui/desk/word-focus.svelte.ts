import type { Report, ReportWord } from '../../domain/report';
import { heatPeak, type Extent } from './heatmap';

/** What the film panes draw over the films. */
export interface Heat {
  readonly word: string;
  readonly map: Extent;
  /** Weight at the end of the colour scale, the same for both films. */
  readonly peak: number;
  readonly frontal: Float32Array;
  readonly lateral?: Float32Array;
}

/** The word of the report whose attention is shown: the one pointed at, else the one that was kept. */
export class WordFocus {
  /** Index of the word under the pointer or with the keyboard focus. */
  looked = $state<number | undefined>();
  /** Index of the word that was clicked. */
  pinned = $state<number | undefined>();
  /** False hides the heat map. */
  shown = $state(true);

  wordOf(report: Report): ReportWord | undefined {
    const index = this.looked ?? this.pinned;
    return index === undefined ? undefined : report.words[index];
  }

  heatOf(report: Report): Heat | undefined {
    const word = this.shown ? this.wordOf(report) : undefined;
    if (!word) return undefined;
    const { frontal, lateral } = word.attention;
    return {
      word: report.text.slice(word.start, word.end),
      map: report.map,
      peak: heatPeak(word.attention),
      frontal,
      ...(lateral ? { lateral } : {}),
    };
  }

  /** For a new report: its words have other places. */
  clear(): void {
    this.looked = undefined;
    this.pinned = undefined;
  }
}
