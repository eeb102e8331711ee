import { describe, expect, it } from 'vitest';
import { activationSide } from '../../../src/domain/activation-side';
import { concernsOf } from '../../../src/domain/concerns';
import type { Assertion, Entity } from '../../../src/domain/entity';
import { FINDINGS, NO_SIDES, type Finding, type FindingSide } from '../../../src/domain/finding';
import { statedSide, withOtherSide } from '../../../src/domain/stated-side';
import { filmSides, withSides } from '../../../src/engine/findings';
import table from '../../fixtures/stated-sides.json';
import { tinyEncoder } from '../../fixtures/tiny-packs';

/** A map with one warm cell on a cold ground. */
function warm(width: number, height: number, column: number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => (i === width + column ? 2 : -1));
}

describe('the side that a sentence says', () => {
  it.each(table)('"$sentence" puts $phrase on: $side', ({ sentence, phrase, side }) => {
    expect(statedSide(sentence, sentence.indexOf(phrase)) ?? null).toBe(side);
  });
});

describe('a sentence with the other side', () => {
  it.each([
    ['There is a moderate sized right pleural effusion.', 'There is a moderate sized left pleural effusion.'],
    ['Left-sided effusion with the patient upright.', 'Right-sided effusion with the patient upright.'],
    ['Right effusion, right base opacity.', 'Left effusion, left base opacity.'],
  ])('%s', (sentence, other) => {
    expect(withOtherSide(sentence)).toBe(other);
    expect(withOtherSide(other)).toBe(sentence);
  });

  it.each([
    'Pleural effusion.',
    'Effusion on the right, clips on the left.',
    'Right pleural effusion and right PICC.',
    '',
  ])('is none where no side or both are named, or that of a device: "%s"', (sentence) => {
    expect(withOtherSide(sentence)).toBeUndefined();
  });
});

describe('the side of an activation', () => {
  it("is the patient's right on the left of the film", () => {
    expect(activationSide(warm(7, 7, 1), 7)).toEqual({ side: 'right', share: 1 });
    expect(activationSide(warm(7, 7, 5), 7)).toEqual({ side: 'left', share: 1 });
    expect(activationSide(warm(8, 8, 4), 8)).toEqual({ side: 'left', share: 1 });
  });

  it('leaves the middle column of an odd width out, and knows none where nothing is left', () => {
    expect(activationSide(warm(7, 7, 3), 7)).toBeUndefined();
    expect(activationSide(new Float32Array(49).fill(0.3), 7)).toBeUndefined();
  });

  it('weighs what is above the mean', () => {
    const cells = new Float32Array(49);
    cells[7] = 3;
    cells[13] = 1;
    const mean = 4 / 49;
    expect(activationSide(cells, 7)?.share).toBeCloseTo((3 - mean) / (4 - 2 * mean), 6);
    expect(activationSide(cells, 7)?.side).toBe('right');
  });

  it('changes with the film that is mirrored, not with what is added to the whole map', () => {
    const cells = Float32Array.from({ length: 49 }, (_, i) => Math.sin(i * i));
    const side = activationSide(cells, 7)!;
    const mirrored = cells.map((_, i) => cells[i - (i % 7) + 6 - (i % 7)]!);
    expect(activationSide(mirrored, 7)?.side).not.toBe(side.side);
    expect(activationSide(mirrored, 7)?.share).toBeCloseTo(side.share, 6);
    const raised = activationSide(
      cells.map((value) => value + 5),
      7,
    );
    expect(raised?.side).toBe(side.side);
    expect(raised?.share).toBeCloseTo(side.share, 5);
  });
});

describe('the sides of the findings', () => {
  it('are told where the pack trusts them and enough of the activation lies there', async () => {
    const { manifest } = await tinyEncoder();
    if (manifest.task !== 'encoder') throw new TypeError('the tiny encoder is none');
    const shares: Partial<Record<string, number>> = { Effusion: 0.6, Pneumothorax: 0.9 };
    const calibration = {
      findings: manifest.calibration.findings.map((row) => ({ ...row, sideShare: shares[row.name] })),
    };
    const architecture = { ...manifest.architecture, mapHeight: 2, mapWidth: 2 };
    // Three quarters of what lies above the mean lie on the patient's left.
    const activations = Float32Array.from([1, 3, -2, -2].flatMap((value) => FINDINGS.map(() => value)));
    const plain = FINDINGS.map((name) => ({ name, probability: 0.5, threshold: 0.3, judged: true }));
    const sided = withSides(plain, { calibration, architecture }, activations, { orientation: 'upright' });
    expect(sided.filter(({ side }) => side)).toEqual([
      { ...plain[FINDINGS.indexOf('Effusion')], side: { side: 'left', share: 0.75 } },
    ]);
    expect(filmSides(sided)).toEqual({ shown: { Effusion: 'left' }, told: {} });
    const tolds = { findings: calibration.findings.map((row) => ({ ...row, sideToldShare: 0.75 })) };
    const told = withSides(plain, { calibration: tolds, architecture }, activations, {
      orientation: 'upright',
    });
    // Of a pneumothorax, whose side may not be contradicted at this share, none is told either.
    expect(filmSides(told)).toEqual({ shown: { Effusion: 'left' }, told: { Effusion: 'left' } });
    const unlikely = told.map((finding) => ({ ...finding, probability: 0.1 }));
    expect(filmSides(unlikely)).toEqual(NO_SIDES);
    const turned = withSides(plain, { calibration, architecture }, activations, {
      orientation: 'rotated_180',
    });
    expect(turned).toEqual(plain);
  });
});

describe('a sentence on the other side', () => {
  const left: FindingSide = { side: 'left', share: 0.914 };

  function concerns(text: string, side: FindingSide | undefined, assertion: Assertion = 'present') {
    const start = text.toLowerCase().indexOf('pleural effusion');
    const entities: Entity[] = [{ start, end: start + 16, type: 'DISEASE', assertion }];
    const finding: Finding = { name: 'Effusion', probability: 0.7, threshold: 0.3, judged: true };
    return concernsOf(text, { start: 0, end: text.length }, entities, [
      { ...finding, ...(side ? { side } : {}) },
    ]);
  }

  it('is marked with both sides and the share', () => {
    expect(concerns('There is a small right pleural effusion.', left)).toEqual([
      {
        kind: 'other-side',
        reason:
          "On the film the activation of effusion lies on the patient's left (91 % of it); the sentence says right.",
      },
    ]);
  });

  it('is marked as made to agree where it was', () => {
    const text = 'There is a small left pleural effusion.';
    const finding: Finding = { name: 'Effusion', probability: 0.7, threshold: 0.3, judged: true, side: left };
    expect(concernsOf(text, { start: 0, end: text.length, sideOf: 'Effusion' }, [], [finding])).toEqual([
      { kind: 'side-set', reason: expect.stringContaining("patient's left (91 % of it)") as string },
    ]);
  });

  it('is marked as put in, with the share where it tells the side', () => {
    const reasonOf = (text: string): string => {
      const finding: Finding = {
        name: 'Effusion',
        probability: 0.7,
        threshold: 0.3,
        judged: true,
        side: left,
      };
      const sentence = { start: 0, end: text.length, putInFor: 'Effusion' } as const;
      return concernsOf(text, sentence, [], [finding])[0]!.reason;
    };
    expect(reasonOf('There is a left pleural effusion.')).toMatch(
      /put in for it\. .*patient's left \(91 % of it\)\.$/,
    );
    expect(reasonOf('There is a pleural effusion.')).toMatch(/put in for it\.$/);
  });

  it.each([
    ['says the same side', 'There is a small left pleural effusion.', left, 'present'],
    ['says no side', 'There is a small pleural effusion.', left, 'present'],
    ['says both', 'There are small bilateral pleural effusions.', left, 'present'],
    ['denies it', 'There is no right pleural effusion.', { side: 'right', share: 1 }, 'absent'],
    ['is hedged', 'There may be a right pleural effusion.', left, 'uncertain'],
    ['has no side to be compared with', 'Right pleural effusion.', undefined, 'present'],
  ] as const)('is left alone when it %s', (_, text, side, assertion) => {
    const kinds = concerns(text, side, assertion).map(({ kind }) => kind);
    expect(kinds).not.toContain('other-side');
  });
});
