import * as v from 'valibot';
import { PackError } from '../packs/errors';

const file = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/), v.excludes('..'));

const SamplesSchema = v.array(
  v.object({
    id: v.string(),
    title: v.string(),
    description: v.string(),
    frontal: file,
    lateral: v.optional(file),
    thumbnail: v.optional(file),
  }),
);

/** A bundled sample study; the files are URLs on this site. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly frontal: string;
  readonly lateral?: string;
  readonly thumbnail: string;
}

/**
 * The bundled sample studies.
 * @param base URL of the app's folder
 * @throws PackError `network`, `schema`
 */
export async function loadSamples(base: string): Promise<readonly Sample[]> {
  const folder = new URL('samples/', base).href;
  const response = await fetchFile(`${folder}index.json`);
  const parsed = v.safeParse(SamplesSchema, await response.json().catch(() => undefined));
  if (!parsed.success) {
    throw new PackError('schema', `The list of samples is not valid: ${parsed.issues[0].message}`);
  }
  return parsed.output.map(({ lateral, thumbnail, ...sample }) => ({
    ...sample,
    frontal: folder + sample.frontal,
    ...(lateral === undefined ? {} : { lateral: folder + lateral }),
    thumbnail: folder + (thumbnail ?? sample.frontal),
  }));
}

/** Resolves once the pictures of the start screen are here. Never throws. */
export async function fetchThumbnails(samples: readonly Sample[]): Promise<void> {
  await Promise.allSettled(
    samples.map(({ thumbnail }) => {
      const picture = new Image();
      picture.src = thumbnail;
      return picture.decode();
    }),
  );
}

/** Fetches the films of a sample, both before any is opened. @throws PackError `network` */
export async function fetchSample(sample: Sample): Promise<{ frontal: Blob; lateral?: Blob }> {
  const [frontal, lateral] = await Promise.all([
    fetchFile(sample.frontal).then((response) => response.blob()),
    sample.lateral === undefined ? undefined : fetchFile(sample.lateral).then((response) => response.blob()),
  ]);
  return { frontal, ...(lateral ? { lateral } : {}) };
}

async function fetchFile(url: string): Promise<Response> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new PackError('network', `${url} could not be fetched.`, { cause });
  });
  if (!response.ok) throw new PackError('network', `${url}: the server answered ${response.status}.`);
  return response;
}
