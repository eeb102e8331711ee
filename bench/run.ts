/**
 * `npm run bench [-- --rounds N]`: times parts of a study against each other on the wasm backend in Node, with the
 * packs of public/models and a generated film, and prints medians and ratios. No figure stands alone: what a
 * machine does beside it changes both sides of a ratio.
 */
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { createNodeEngine } from '../cli/engine-node';
import { MODELS_FOLDER, PackFolder, type LoadedPack } from '../cli/packs-node';
import type { GreyImage } from '../src/domain/film';
import { startBackend } from '../src/engine/backend';
import { Decoder } from '../src/engine/decoders/decoder';
import { Encoder } from '../src/engine/encoders/encoder';
import { decode, written } from '../src/engine/reading';
import { Tagger } from '../src/engine/tagger/tagger';
import { resample } from '../src/imaging';
import { compare, type Comparison } from './side-by-side';

/** The rows of the table; `cpu` is the plain JavaScript backend. */
async function comparisons(): Promise<Comparison[]> {
  await createNodeEngine();
  const folder = await PackFolder.open(MODELS_FOLDER);
  const decoderPack = await folder.load(folder.index.default.decoder);
  if (decoderPack.manifest.task !== 'decoder') throw new TypeError('the default decoder is none');
  const { requires } = decoderPack.manifest;
  const encoder = makeEncoder(await folder.load(requires.id, requires.version));
  const decoder = makeDecoder(decoderPack, encoder);
  const tagger = makeTagger(await folder.load(folder.index.default.tagger));

  await startBackend('cpu');
  const plainDecoder = makeDecoder(decoderPack, encoder);
  await tf.setBackend('wasm');

  const film = generatedFilm(2000, 1600);
  const { input } = encoder.manifest;
  const squeezed = resample(film, input.width, input.height);
  const frontal = await encoder.encode(squeezed);
  const pair = { frontal, lateral: await encoder.encode(generatedFilm(input.width, input.height)) };
  const report = written(decoder, await decode(decoder, pair, 1, {})).text;

  const squeeze = { name: 'squeeze 2000 x 1600', run: async () => resample(film, input.width, input.height) };
  const look = { name: 'encode one film', run: () => encoder.encode(squeezed) };
  const write = { name: 'write, two films', run: () => decode(decoder, pair, 1, {}) };
  const writeOne = { name: 'write, one film', run: () => decode(decoder, { frontal }, 1, {}) };
  const beam = { name: 'write by beam 3', run: () => decode(decoder, pair, 3, {}) };
  const consensus = { name: 'write by consensus', run: () => decode(decoder, pair, 'consensus', {}) };
  const tag = { name: 'tag the report', run: () => tagger.tag(report, 'report') };
  const tagPapers = { name: 'tag it by bc5cdr', run: () => tagger.tag(report, 'bc5cdr') };
  const tagLong = {
    name: 'tag ten of it',
    run: () => tagger.tag(Array(10).fill(report).join(' '), 'report'),
  };
  const plain = {
    name: 'write on cpu',
    run: async () => {
      await tf.setBackend('cpu');
      await decode(plainDecoder, pair, 1, {});
      await tf.setBackend('wasm');
    },
  };
  return [
    { name: 'squeezing a large film / looking at it', first: look, second: squeeze },
    { name: 'writing / looking', first: look, second: write },
    { name: 'tagging / writing', first: write, second: tag },
    { name: 'two films / one film', first: writeOne, second: write },
    { name: 'beam 3 / greedy', first: write, second: beam },
    { name: 'consensus / greedy', first: write, second: consensus },
    { name: 'all layers / the report head’s', first: tag, second: tagPapers },
    { name: 'ten reports / one report', first: tag, second: tagLong },
    { name: 'plain JavaScript / wasm', first: write, second: plain },
  ];
}

function makeEncoder({ manifest, files }: LoadedPack): Encoder {
  if (manifest.task !== 'encoder') throw new TypeError(`${manifest.id} is no encoder`);
  return new Encoder(manifest, fileOf(files, 'weights.bin'));
}

function makeDecoder({ manifest, files }: LoadedPack, encoder: Encoder): Decoder {
  if (manifest.task !== 'decoder') throw new TypeError(`${manifest.id} is no decoder`);
  const both = { weights: fileOf(files, 'weights.bin'), vocabulary: fileOf(files, 'vocab.json') };
  return new Decoder(manifest, encoder.manifest.architecture, both);
}

function makeTagger({ manifest, files }: LoadedPack): Tagger {
  if (manifest.task !== 'tagger') throw new TypeError(`${manifest.id} is no tagger`);
  return new Tagger(manifest, {
    weights: fileOf(files, 'weights.bin'),
    vocabulary: fileOf(files, 'vocab.json'),
  });
}

function fileOf(files: LoadedPack['files'], name: string): ArrayBuffer {
  const file = files.get(name);
  if (!file) throw new TypeError(`the pack has no ${name}`);
  return file;
}

/** Grey waves: the time does not depend on what a film shows. */
function generatedFilm(width: number, height: number): GreyImage {
  const pixels = Uint8Array.from(
    { length: width * height },
    (_, i) => 127 + 100 * Math.sin((i % width) / 37) * Math.cos(i / width / 53),
  );
  return { width, height, pixels };
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
for (const comparison of await comparisons()) {
  const { ratio, quartiles, first, second } = await compare(comparison, Number(values.rounds));
  const times = `${comparison.second.name} ${second.toFixed(0)} ms, ${comparison.first.name} ${first.toFixed(0)} ms`;
  const spread = quartiles.map((value) => value.toFixed(2)).join(' to ');
  console.log(`${comparison.name.padEnd(40)} ${ratio.toFixed(2).padStart(6)}  (${spread})  ${times}`);
}
