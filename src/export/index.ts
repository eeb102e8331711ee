/** A report as something that leaves the app by the user's own hand: clipboard or file. */
export { NOT_REVIEWED, RESEARCH_USE_ONLY } from './notice';
export { provenanceLine } from './provenance';
export { reportAsCopy, reportAsText } from './text';
export { reportAsJson, REPORT_FORMAT } from './json';
