/** A report as something that leaves the app by the user's own hand: clipboard or file. */
export { NO_ADVICE, plainAsText } from './plain';
export { NOT_REVIEWED, noticeOf, RESEARCH_USE_ONLY } from './notice';
export { editsLine, provenanceLine } from './provenance';
export { isOverThreshold, sortedFindings, spoken } from './finding-text';
export { documentAsCopy, documentAsText, reportAsCopy, reportAsText, sentencesToCheck } from './text';
export { documentAsJson, reportAsJson, REPORT_FORMAT } from './json';
export { documentAsMarkdown } from './markdown';
export { documentAsHtml } from './html';
export { documentAsCsv, studiesAsCsv, type StudyRow } from './study-table';
export { documentAsFhirJson } from './fhir';
export { studiesAsZip } from './study-zip';
export { csvRecord } from './csv';
export { taggedReport, type TaggedText } from './entities/tagged-text';
export { asConll } from './entities/conll';
export { asDisplacy } from './entities/displacy';
export { asWebAnnotation } from './entities/web-annotation';
export { entitiesAsCsv } from './entities/table';
export { entitiesAsJson } from './entities/json';
