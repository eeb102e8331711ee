import type { Desk } from '../../app';
import type { FilmIdentity } from '../../domain/film';

/**
 * Asks the films on the desk who they are of, by their files; undefined where no film is a DICOM file.
 * What it answers is kept nowhere. It throws when the two files name different patients.
 */
export function identifierOf(
  desk: Pick<Desk, 'frontal' | 'lateral' | 'identify'>,
): (() => Promise<FilmIdentity | undefined>) | undefined {
  const slots = (['frontal', 'lateral'] as const).filter((slot) => {
    const film = desk[slot];
    return film.kind === 'ready' && film.facts !== undefined;
  });
  if (slots.length === 0) return undefined;
  return async () => {
    const told = await Promise.all(slots.map((slot) => desk.identify(slot)));
    const [first, second] = told.filter((identity) => identity !== undefined);
    if (
      first &&
      second &&
      (first.patientId !== second.patientId || first.patientName !== second.patientName)
    ) {
      throw new Error(
        'The two films name different patients. Look at their identifiers, and take one film out.',
      );
    }
    return first;
  };
}
