/** The plain-language view of a report: what each term means, and the text in words a patient understands. */
export {
  GLOSSARY,
  lookUp,
  TERM_KINDS,
  type GlossaryEntry,
  type GlossaryMatch,
  type TermKind,
} from './glossary';
export { plainReport, type PlainReport, type PlainSection } from './report';
export { rewritePlain, type PlainText } from './rewrite';
export type { PlainSegment } from './segments';
