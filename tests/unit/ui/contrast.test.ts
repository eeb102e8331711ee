import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PackFolder, MODELS_FOLDER } from '../../../cli/packs-node';
import { REPORT_ENTITY_TYPES } from '../../../src/domain/entity';
import { TYPE_NAMES } from '../../../src/ui/entities/entity-names';

function source(path: string): string {
  return readFileSync(new URL(`../../../src/ui/${path}`, import.meta.url), 'utf8');
}

/** Tokens of theme.css: name to its light and its dark colour. */
const tokens = new Map(
  Array.from(
    source('theme.css').matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g),
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
);

/** Types of entity-colours.css with the tokens of their mark and tint. */
const colours = new Map(
  Array.from(
    source('entities/entity-colours.css').matchAll(
      /\[data-entity='(\w+)'\] \{\s*--mark: var\(--([\w-]+)\);\s*--tint: var\(--([\w-]+)\);/g,
    ),
    ([, type, mark, tint]) => [type!, { mark: mark!, tint: tint! }],
  ),
);

/** Relative luminance of an sRGB colour (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

function colour(name: string, theme: 'light' | 'dark'): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`theme.css has no --${name}`);
  return token[theme];
}

/** Letters need 4.5 to 1, lines that carry a meaning 3 to 1. */
const LETTERS = 4.5;

describe('colours of the marks', () => {
  it('are there for every type of every label set of the shipped tagger', async () => {
    const folder = await PackFolder.open(MODELS_FOLDER);
    const { manifest } = await folder.load(folder.index.default.tagger);
    if (manifest.task !== 'tagger') throw new TypeError('the default tagger is none');
    const types = Object.values(manifest.architecture.labelSets).flatMap(({ tags }) =>
      tags.filter((tag) => tag !== 'O').map((tag) => tag.slice(2)),
    );
    for (const type of [...types, ...REPORT_ENTITY_TYPES]) {
      expect(colours.has(type), type).toBe(true);
      expect(TYPE_NAMES).toHaveProperty(type);
    }
    expect(colours.size).toBe(20);
  });

  it('compute as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 3);
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    it.each([...colours])('%s: words, label and line stand out', (_, { mark, tint }) => {
      for (const [front, back] of [
        ['text', tint],
        [mark, tint],
        [mark, 'panel'],
        [mark, 'page'],
        [mark, 'sunken'],
      ] as const) {
        const ratio = contrast(colour(front, theme), colour(back, theme));
        expect(ratio, `${front} on ${back}: ${ratio.toFixed(2)}`).toBeGreaterThanOrEqual(LETTERS);
      }
    });

    it('absent and uncertain findings, and reasons, stand out', () => {
      for (const [front, back] of [
        ['text', 'sunken'],
        ['muted', 'sunken'],
        ['muted', 'panel'],
        ['warn', 'panel'],
        ['warn', 'accent-soft'],
        ['muted', 'accent-soft'],
        ['text', 'accent-soft'],
      ] as const) {
        expect(
          contrast(colour(front, theme), colour(back, theme)),
          `${front} on ${back}`,
        ).toBeGreaterThanOrEqual(LETTERS);
      }
    });
  });
});
