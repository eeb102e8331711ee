import { activationSide } from '../domain/activation-side';
import { LOW_SUPPORT_SHARE } from '../domain/concerns';
import { ORIENTATIONS, VIEWS, type FilmQuality } from '../domain/film';
import { FINDINGS, type FilmSides, type Finding, type FindingSide, type Sides } from '../domain/finding';
import type { EncoderManifest } from '../packs/manifest';
import type { FilmEncoding } from './encoders/encoder';

/**
 * Calibrated findings of a study.
 * @param logits  mean of the films' logits, in the order of FINDINGS
 */
export function calibratedFindings(
  logits: Float32Array,
  calibration: EncoderManifest['calibration'],
): Finding[] {
  return FINDINGS.map((name, i) => {
    const row = calibration.findings[i];
    const logit = logits[i];
    if (!row || logit === undefined) throw new RangeError(`there is no calibrated logit for ${name}`);
    const { temperature, bias, threshold, judged } = row;
    return { name, probability: 1 / (1 + Math.exp(-(logit / temperature + bias))), threshold, judged };
  });
}

/**
 * The same findings, with their side where the pack says that the activation tells it and enough of that lies on one
 * half. A film that lies turned has no sides.
 * @param activations  of the frontal film, row-major [mapHeight * mapWidth, FINDINGS.length]
 */
export function withSides(
  findings: readonly Finding[],
  { calibration, architecture }: Pick<EncoderManifest, 'calibration' | 'architecture'>,
  activations: Float32Array,
  { orientation }: Pick<FilmQuality, 'orientation'>,
): Finding[] {
  if (orientation !== 'upright' && orientation !== 'inverted') return [...findings];
  return findings.map((finding, i) => {
    const { sideShare, sideToldShare = Infinity } = calibration.findings[i] ?? {};
    if (sideShare === undefined) return finding;
    const cells = activations.filter((_, place) => place % FINDINGS.length === i);
    const side = activationSide(cells, architecture.mapWidth);
    if (!side || side.share < sideShare) return finding;
    return { ...finding, side: side.share >= sideToldShare ? { ...side, told: true } : side };
  });
}

/** The sides of findings that are believed enough to be stated; see domain/concerns.ts. */
export function filmSides(findings: readonly Finding[]): FilmSides {
  const believed = findings.filter(
    ({ judged, probability, threshold }) => judged && probability >= LOW_SUPPORT_SHARE * threshold,
  );
  const sidesOf = (isMeant: (side: FindingSide) => boolean): Sides =>
    Object.fromEntries(
      believed.flatMap(({ name, side }) => (side && isMeant(side) ? [[name, side.side]] : [])),
    );
  return { shown: sidesOf(() => true), told: sidesOf(({ told }) => told === true) };
}

/**
 * The encoder's judgement of a film. It is called no chest film, turned or inverted only above the operating
 * points of the pack's gate; below them it is the likelier of frontal and lateral, and upright.
 */
export function filmQuality({ view, orientation }: FilmEncoding, gate: EncoderManifest['gate']): FilmQuality {
  const [frontal = 0, lateral = 0, other = 0] = softmax(view);
  const turns = softmax(orientation);
  const likeliest = turns.indexOf(Math.max(...turns));
  const isTurned = (turns[likeliest] ?? 0) > gate.orientation;
  return {
    view: other > gate.other ? 'other' : frontal >= lateral ? 'frontal' : 'lateral',
    viewProbabilities: named(VIEWS, [frontal, lateral, other]),
    orientation: (isTurned ? ORIENTATIONS[likeliest] : undefined) ?? 'upright',
    orientationProbabilities: named(ORIENTATIONS, turns),
  };
}

function softmax(logits: Float32Array): number[] {
  const top = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function named<Name extends string>(names: readonly Name[], values: readonly number[]): Record<Name, number> {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as Record<Name, number>;
}
