import type { FilmQuality, FilmSlot, GreyImage } from '../domain/film';
import type { Encoder, LocalisedEncoding } from './encoders/encoder';
import { EngineError } from './errors';
import { filmQuality } from './findings';

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
