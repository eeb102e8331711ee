/** A report as text that is edited, judged sentence by sentence, and signed. */
export * from './document';
export * from './draft';
export * from './edit';
export * from './history';
export * from './review';
export * from './templates';
export * from './word-diff';
