import { concernsOf } from '../../../src/domain/concerns';
import type { Entity } from '../../../src/domain/entity';
import { FINDINGS, type Finding } from '../../../src/domain/finding';
import type { Report } from '../../../src/domain/report';
import { joinSections, writeReport } from '../../../src/domain/report-text';

export const TOKENS =
  'small right pleural effusion . the heart is normal in size . mediastinal contours are within normal limits . there is a nodule in the left upper lobe . patchy opacity may represent pneumonia . no pneumothorax . left subclavian picc line is present .'.split(
    ' ',
  );

const MARKS: readonly [string, string, Entity['assertion']?][] = [
  ['pleural effusion', 'DISEASE', 'present'],
  ['heart', 'ANATOMY'],
  ['Mediastinal contours', 'ANATOMY'],
  ['nodule', 'DISEASE', 'present'],
  ['left upper lobe', 'ANATOMY'],
  ['opacity', 'DISEASE', 'present'],
  ['pneumonia', 'DISEASE', 'uncertain'],
  ['pneumothorax', 'DISEASE', 'absent'],
  ['picc line', 'DEVICE', 'present'],
];

function spot(cx: number, cy: number, total: number): Float32Array {
  const weights = Float32Array.from({ length: 49 }, (_, i) => {
    const dx = (i % 7) + 0.5 - cx * 7;
    const dy = Math.floor(i / 7) + 0.5 - cy * 7;
    return Math.exp(-(dx * dx + dy * dy) / 1.6) + 0.01;
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (weight / sum) * total);
}

const P = [
  0.22, 0.31, 0.74, 0.2, 0.06, 0.08, 0.29, 0.02, 0.11, 0.05, 0.09, 0.07, 0.1, 0.03, 0.12, 0.66, 0.08,
];
const FINDING_LIST: Finding[] = FINDINGS.map((name, i) => ({
  name,
  probability: P[i]!,
  threshold: name === 'Support_Devices' ? 0.4 : 0.25 + (i % 5) * 0.05,
  judged: name !== 'Hernia' && name !== 'Fibrosis',
}));

const IMPRESSION_TOKENS = 'right pleural effusion . no pneumothorax .'.split(' ');
const IMPRESSION_MARKS: typeof MARKS = [
  ['pleural effusion', 'DISEASE', 'present'],
  ['pneumothorax', 'DISEASE', 'absent'],
];

/** A report such as the engine gives; with `concluded`, of a decoder that writes impressions. */
export function madeReport(withLateral: boolean, concluded = false): Report {
  const findings = writeReport(TOKENS, new Map());
  const written = joinSections(findings, writeReport(concluded ? IMPRESSION_TOKENS : [], new Map()));
  const { impressionStart } = written;
  const marked = (marks: typeof MARKS, from: number): Entity[] =>
    marks.map(([words, type, assertion]) => {
      const start = written.text.indexOf(words, from);
      return { start, end: start + words.length, type, ...(assertion ? { assertion } : {}) };
    });
  const entities = [
    ...marked(MARKS, 0),
    ...(impressionStart === undefined ? [] : marked(IMPRESSION_MARKS, impressionStart)),
  ];
  const quality = (view: 'frontal' | 'lateral') => ({
    view,
    viewProbabilities: { frontal: 0.99, lateral: 0.008, other: 0.002, [view]: 0.99 },
    orientation: 'upright' as const,
    orientationProbabilities: {
      upright: 0.98,
      rotated_90_cw: 0.005,
      rotated_180: 0.005,
      rotated_270_cw: 0.005,
      inverted: 0.005,
    },
  });
  return {
    text: written.text,
    ...(impressionStart === undefined ? {} : { impressionStart }),
    words: written.tokens.map(({ start, end }, i) => ({
      start,
      end,
      logProbability: Math.log(0.3 + ((i * 37) % 60) / 100),
      attention: {
        frontal: spot(0.2 + ((i * 13) % 60) / 100, 0.3 + ((i * 29) % 55) / 100, withLateral ? 0.5 : 0.75),
        ...(withLateral
          ? { lateral: spot(0.3 + ((i * 7) % 40) / 100, 0.4 + ((i * 17) % 40) / 100, 0.25) }
          : {}),
        findings: Float32Array.from({ length: 17 }, (_, k) => (k === i % 17 ? 0.17 : 0.005)),
      },
    })),
    sentences: written.sentences.map((span) => ({
      ...span,
      concerns: concernsOf(written.text, span, entities, FINDING_LIST),
    })),
    alternatives: findings.sentences.map((_, i) => [
      { text: 'The lungs are clear bilaterally.', logProbability: Math.log(0.041 / (i + 1)) },
      { text: 'No pneumothorax or pleural effusion.', logProbability: Math.log(0.012 / (i + 1)) },
    ]),
    findings: FINDING_LIST,
    entities,
    quality: { frontal: quality('frontal'), ...(withLateral ? { lateral: quality('lateral') } : {}) },
    map: { height: 7, width: 7 },
    provenance: {
      models: [
        { id: 'effnet-lite0', version: '1.0.0', sha256: 'a'.repeat(64) },
        { id: 'lite-gru', version: '1.0.0', sha256: 'b'.repeat(64) },
        { id: 'tagger-mini', version: '1.0.0', sha256: 'c'.repeat(64) },
      ],
      encoderBackend: 'wasm',
      decoderBackend: 'wasm',
      stages: { preparing: 31, looking: 240, writing: 412, tagging: 96 },
      createdAt: '2026-01-01T12:00:00.000Z',
    },
  };
}
