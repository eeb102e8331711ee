import type { Signature } from '../domain/draft';

/** Stands on the screen and in every export. */
export const RESEARCH_USE_ONLY = 'Research use only. Not a medical device.';

/** Stands in every export of a report: nobody has looked at it yet. */
export const NOT_REVIEWED = 'Research use only, not reviewed. Not a medical device.';

/** What every export of a draft says: not reviewed, until somebody has signed it by name. */
export function noticeOf(signature: Signature | undefined): string {
  if (!signature) return NOT_REVIEWED;
  return `Reviewed by ${signature.name} on ${signature.at.slice(0, 10)}; research use only. Not a medical device.`;
}
