import { describe, expect, it } from 'vitest';
import { placeFiles } from '../../../src/ui/desk/film-drop';

describe('dropped files', () => {
  const file = (name: string): File => new File(['x'], name);
  const slots = (names: string[], at?: 'frontal' | 'lateral') =>
    placeFiles(
      names.map((name) => ({ name, file: file(name) })),
      at,
    ).map((placed) => `${placed.slot} ${placed.name}`);

  it('go where they were dropped', () => {
    expect(slots(['a.png'], 'lateral')).toEqual(['lateral a.png']);
    expect(slots(['a.png'])).toEqual(['frontal a.png']);
    expect(slots([])).toEqual([]);
  });

  it('go by their names when these say the view', () => {
    expect(slots(['study-LAT.png'])).toEqual(['lateral study-LAT.png']);
    expect(slots(['1_lateral.png', '1_frontal.png'])).toEqual([
      'frontal 1_frontal.png',
      'lateral 1_lateral.png',
    ]);
    expect(slots(['x.png', 'x-pa.png'])).toEqual(['frontal x-pa.png', 'lateral x.png']);
  });

  it('keep their order when names say nothing, and stop at two', () => {
    expect(slots(['plate.png', 'flat.png', 'third.png'], 'lateral')).toEqual([
      'frontal plate.png',
      'lateral flat.png',
    ]);
    expect(slots(['a-lateral.png', 'b-lateral.png'])).toEqual([
      'frontal a-lateral.png',
      'lateral b-lateral.png',
    ]);
  });
});
