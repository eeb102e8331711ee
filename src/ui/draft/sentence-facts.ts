import { liveSentences, type Draft, type ImpressionOrigin, type SentenceState } from '../../domain/draft';
import type { Report, SentenceConcern } from '../../domain/report';

/** What stands beside a sentence. */
export const STATE_NAMES: Readonly<Record<SentenceState, string>> = {
  unread: 'not judged',
  accepted: 'accepted',
  rejected: 'rejected',
  replaced: 'alternative',
  edited: 'edited',
  written: 'by hand',
};

/** What stands beside the impression. */
export const IMPRESSION_NAMES: Readonly<Record<ImpressionOrigin, string>> = {
  none: '',
  model: 'not judged',
  'model, again': 'not judged, written again',
  edited: 'edited',
  'by hand': 'by hand',
};

/** The concerns of each sentence in the findings, by its id. @param report of the draft as it stands */
export function concernsById(draft: Draft, report: Report): ReadonlyMap<number, readonly SentenceConcern[]> {
  return new Map(
    liveSentences(draft).map(({ id, text }, i) => {
      const sentence = report.sentences[i];
      const isSame = sentence && report.text.slice(sentence.start, sentence.end) === text;
      return [id, isSame ? sentence.concerns : []];
    }),
  );
}
