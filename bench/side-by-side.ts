/** Two ways of doing something, or two parts of the work, whose times are set against each other. */
export interface Comparison {
  readonly name: string;
  readonly first: Contender;
  readonly second: Contender;
}

export interface Contender {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export interface Outcome {
  /** Median of second / first over the rounds. */
  readonly ratio: number;
  /** First and third quartile of the ratios. */
  readonly quartiles: readonly [number, number];
  /** Median milliseconds. */
  readonly first: number;
  readonly second: number;
}

/**
 * Runs both in turn, first, second, first, second, after one round that is not counted. A ratio is taken within a
 * round, so that a machine that slows down slows both.
 */
export async function compare({ first, second }: Comparison, rounds: number): Promise<Outcome> {
  const times: [number, number][] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair: [number, number] = [await milliseconds(first.run), await milliseconds(second.run)];
    if (round > 0) times.push(pair);
  }
  const ratios = times.map(([a, b]) => b / a);
  return {
    ratio: quantile(ratios, 0.5),
    quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    first: quantile(
      times.map(([a]) => a),
      0.5,
    ),
    second: quantile(
      times.map(([, b]) => b),
      0.5,
    ),
  };
}

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Linear between the two nearest values. @throws RangeError without values */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('there are no values');
  return below + (above - below) * (place - Math.floor(place));
}
