import { Codecs, type CodecName, type CodecParts } from '../src/imaging/dicom/codecs/host';

/** Blob URLs of a codec's script and wasm file, as the page hands them over. */
export type CodecUrls = Readonly<
  Partial<Record<CodecName, { readonly script?: string; readonly wasm?: string }>>
>;

/** The codecs of this worker: blobs of the page, since its policy lets it fetch and import nothing else. */
export class BlobCodecs {
  #urls: CodecUrls = {};
  readonly codecs = new Codecs((name) => this.#load(name));

  /** Takes what the page could get; a codec that is not among it is told as missing when a film needs it. */
  take(urls: CodecUrls): void {
    this.#urls = { ...this.#urls, ...urls };
  }

  async #load(name: CodecName): Promise<CodecParts> {
    const urls = this.#urls[name];
    if (!urls) throw new Error(`${name} was not handed over`);
    return {
      ...(urls.script === undefined ? {} : { exports: await scriptExports(urls.script) }),
      ...(urls.wasm === undefined ? {} : { wasm: await bytesOf(urls.wasm) }),
    };
  }
}

async function scriptExports(url: string): Promise<unknown> {
  const module = (await import(/* @vite-ignore */ url)) as { default: unknown };
  return module.default;
}

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  return new Uint8Array(await response.arrayBuffer());
}
