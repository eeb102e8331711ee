import type { FilmQuality, FilmSlot, GreyImage } from '../domain/film';
import type { Finding } from '../domain/finding';
import type { EncoderManifest } from '../packs/manifest';
import { meanFindings } from './decoders/decoder';
import type { Encoder, LocalisedEncoding } from './encoders/encoder';
import { EngineError } from './errors';
import { calibratedFindings, filmQuality, withSides } from './findings';

/** What the encoder and the quality gate say of one film. */
interface SeenFilm {
  readonly encoding: LocalisedEncoding;
  readonly quality: FilmQuality;
}

/** Looks at one film of a study. @throws EngineError `not-a-chest-film` */
export async function look(encoder: Encoder, film: GreyImage, slot: FilmSlot): Promise<SeenFilm> {
  const encoding = await encoder.encode(film);
  const quality = filmQuality(encoding, encoder.manifest.gate);
  if (quality.view === 'other') {
    const probability = quality.viewProbabilities.other.toFixed(2);
    throw new EngineError(
      'not-a-chest-film',
      `The ${slot} film is no chest film (probability ${probability}).`,
      { slot },
    );
  }
  return { encoding, quality };
}

/** Calibrated findings of a study: the mean of its films, with the sides that the frontal one tells. */
export function studyFindings(
  seen: { readonly frontal: SeenFilm; readonly lateral?: SeenFilm },
  manifest: EncoderManifest,
): Finding[] {
  const findings = calibratedFindings(
    meanFindings(mapFilms(seen, ({ encoding }) => encoding)),
    manifest.calibration,
  );
  const { encoding, quality } = seen.frontal;
  return withSides(findings, manifest, encoding.activations, quality);
}

/** The same done to each film of a study. */
export function mapFilms<From, To>(
  films: { readonly frontal: From; readonly lateral?: From },
  map: (film: From) => To,
): { frontal: To; lateral?: To } {
  return {
    frontal: map(films.frontal),
    ...(films.lateral === undefined ? {} : { lateral: map(films.lateral) }),
  };
}
