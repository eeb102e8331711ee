import type { Models, PackState } from '../../app';

/**
 * Why a pack is the default, in one sentence with the figure; undefined for any other pack, and where the site
 * does not say. A version with other figures than those that the choice was made by is called the default alone.
 */
export function defaultChoice(byDefault: Models['byDefault'], pack: PackState): string | undefined {
  if (byDefault?.decoder !== pack.id) return undefined;
  const { measured } = byDefault;
  if (!measured || pack.figures[measured.figure] !== measured.value) return 'The default.';
  const { name, value, data, studies, of, aboveConstant } = measured;
  const best = of > 1 ? `measures best of ${of} models` : 'the only model measured';
  const constant = aboveConstant ? '' : ' Its ROUGE-L is not above that of the best constant report.';
  return `Default: ${best}, ${name} ${value.toFixed(3)} on ${studies} studies of the ${data}.${constant}`;
}
