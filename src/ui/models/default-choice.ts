import type { Models, PackState } from '../../app';

type Measured = NonNullable<NonNullable<Models['byDefault']>['measured']>;

/**
 * Why a pack is the default, in one sentence with the figure; undefined for any other pack, and where the site
 * does not say. A version with other figures than those that the choice was made by is called the default alone.
 */
export function defaultChoice(byDefault: Models['byDefault'], pack: PackState): string | undefined {
  if (byDefault?.decoder !== pack.id) return undefined;
  const { measured } = byDefault;
  if (!measured || pack.figures[measured.figure] !== measured.value) return 'The default.';
  const { name, value, data, studies, able, condition } = measured;
  const constant = able && !condition ? ' Its ROUGE-L is not above that of the best constant report.' : '';
  return `Default: ${standing(measured)}, ${name} ${value.toFixed(3)} on ${studies} studies of the ${data}.${constant}`;
}

function standing({ of, able = of, condition }: Measured): string {
  if (of === 1) return 'the only model measured';
  if (!condition) return `measures best of ${of} models`;
  return able === 1
    ? `the only one of ${of} models with ${condition}`
    : `measures best of the ${able} of ${of} models with ${condition}`;
}
