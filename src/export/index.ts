/** A report as something that leaves the app by the user's own hand: clipboard or file. */
export { NOT_REVIEWED, RESEARCH_USE_ONLY } from './notice';
export { provenanceLine } from './provenance';
export { reportAsCopy, reportAsText } from './text';
export { reportAsJson, REPORT_FORMAT } from './json';
export { csvRecord } from './csv';
export { taggedReport, type TaggedText } from './entities/tagged-text';
export { asConll } from './entities/conll';
export { asDisplacy } from './entities/displacy';
export { asWebAnnotation } from './entities/web-annotation';
export { entitiesAsCsv } from './entities/table';
export { entitiesAsJson } from './entities/json';
