/** Stands on the screen and in every export. */
export const RESEARCH_USE_ONLY = 'Research use only. Not a medical device.';

/** Stands in every export of a report: nobody has looked at it yet. */
export const NOT_REVIEWED = 'Research use only, not reviewed. Not a medical device.';
