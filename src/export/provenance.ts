import type { HandEdits } from '../domain/draft';
import type { Provenance } from '../domain/report';
import { searchName } from '../domain/search';

/** Which weights wrote a report, how, when and where: one line. */
export function provenanceLine(provenance: Provenance): string {
  const { models, search, encoderBackend, decoderBackend, createdAt } = provenance;
  const weights = models.map((model) => `${model.id} ${model.version}`).join(', ');
  const backends =
    encoderBackend === decoderBackend ? encoderBackend : `${encoderBackend} and ${decoderBackend}`;
  const searched = search === undefined ? '' : ` (${searchName(search)})`;
  return `Draft written by ${weights}${searched} on ${backends}, ${createdAt}.`;
}

const IMPRESSIONS: Readonly<Record<HandEdits['impressionOrigin'], string>> = {
  none: '',
  model: ' Impression as the model wrote it.',
  'model, again': ' Impression written by the model from the edited findings.',
  edited: ' Impression edited by hand.',
  'by hand': ' Impression written by hand.',
};

/** What was done to the draft by hand: one line. */
export function editsLine(edits: HandEdits): string {
  if (edits.at === undefined) return 'Not edited by hand.';
  const parts = (
    [
      ['accepted', edits.accepted],
      ['rejected', edits.rejected],
      ['replaced by an alternative of the model', edits.replaced],
      ['changed', edits.changed],
      ['written by hand or from a template', edits.written],
      ['not judged', edits.unread],
    ] as const
  ).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
  const impression = IMPRESSIONS[edits.impressionOrigin];
  const sentences = parts.length > 0 ? ` Sentences: ${parts.join(', ')}.` : '';
  return `${edits.edited ? 'Edited by hand' : 'Text as the model wrote it, judged by hand'}, ${edits.at}.${sentences}${impression}`;
}
