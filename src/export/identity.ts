import type { FilmIdentity } from '../domain/film';

/** What each identifier is called where a person reads it. */
const IDENTITY_TITLES: Readonly<Record<keyof FilmIdentity, string>> = {
  patientName: 'Patient',
  patientId: 'Patient ID',
  birthDate: 'Born',
  sex: 'Sex',
  studyDate: 'Study date',
  accession: 'Accession number',
  institution: 'Institution',
  description: 'Study',
};

/** The identifiers that a file has, with their titles; none without an identity. */
export function identityRows(
  identity: FilmIdentity | undefined,
): (readonly [title: string, value: string])[] {
  if (!identity) return [];
  return Object.entries(IDENTITY_TITLES).flatMap(([key, title]) => {
    const value = identity[key as keyof FilmIdentity].trim();
    return value === '' ? [] : [[title, value] as const];
  });
}

/** The same as lines of plain text. */
export function identityLines(identity: FilmIdentity | undefined): string[] {
  return identityRows(identity).map(([title, value]) => `${title}: ${value}`);
}
