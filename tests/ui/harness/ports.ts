import type { InferencePort, ModelsPort } from '../../../src/app/clients/ports';
import type { ListedPack } from '../../../src/packs/listing';
import type { Manifest } from '../../../src/packs/manifest';
import { FINDINGS } from '../../../src/domain/finding';
import { READING_STAGES, type ReadingStage } from '../../../src/domain/report';
import { FilmError } from '../../../src/imaging/errors';
import { PackError } from '../../../src/packs/errors';
import { madeReport, TOKENS } from './report';

const CARD = `# Lite0 chest encoder

Looks at a film and gives **17 findings**, the view and the orientation.

## Figures

| set | AUROC |
|---|---|
| NIH validation | 0.801 |
| IU val | 0.792 |

## Limits

- adult films only
- sees \`224 x 224\` pixels
`;

const base = {
  schema: 1 as const,
  version: '1.0.0',
  licence: 'CC BY-NC-ND 4.0',
  sources: [
    {
      name: 'Indiana University chest X-rays (Open-i)',
      licence: 'CC BY-NC-ND 4.0',
      url: 'https://openi.nlm.nih.gov',
    },
    { name: 'NIH ChestX-ray14', licence: 'free use with attribution', url: 'https://nihcc.app.box.com' },
  ],
  weights: [{ name: 'w', shape: [1], dtype: 'float32' as const, offset: 0 }],
};

const files = (bytes: number) => [{ path: 'weights.bin', bytes, sha256: 'd'.repeat(64) }];

const MANIFESTS: Manifest[] = [
  {
    ...base,
    id: 'effnet-lite0',
    title: 'EfficientNet-Lite0 encoder',
    description: 'Looks at a film: a feature map for the decoder, calibrated findings, view and orientation.',
    files: files(4_213_000),
    figures: { auroc_nih_val: 0.801, auroc_roco_val: 0.742, auroc_iu_val: 0.792, films: 18764 },
    task: 'encoder',
    architecture: { kind: 'efficientnet-lite0', mapHeight: 7, mapWidth: 7, channels: 1280 },
    input: { height: 224, width: 224, channels: 1, resize: 'bilinear-antialias', mean: 0.5, std: 0.25 },
    calibration: {
      findings: FINDINGS.map((name) => ({ name, temperature: 1, bias: 0, threshold: 0.3, judged: true })),
    },
    gate: { other: 0.9, orientation: 0.7, view: 0.7 },
  } as Manifest,
  {
    ...base,
    id: 'lite-gru',
    title: 'Attention GRU decoder',
    description: 'Writes the report word by word from one or two films, with the attention of each word.',
    files: files(7_940_000),
    figures: {
      bleu4_iu_val: 0.118,
      rouge_l_iu_val: 0.327,
      clinical_f1_iu_val: 0.214,
      distinct_reports_iu_val: 74,
    },
    task: 'decoder',
    requires: { id: 'effnet-lite0', version: '1.0.0' },
    architecture: {
      kind: 'attention-gru',
      films: 2,
      vocabulary: 900,
      hidden: 512,
      slot: 256,
      attention: 256,
      embedding: 256,
    },
    decoding: { maxLength: 60, beam: 3, lengthPenalty: 0.7, impression: { maxLength: 30 } },
  } as Manifest,
  {
    ...base,
    id: 'tagger-mini',
    title: 'MiniLM tagger',
    description:
      'Marks diseases, anatomy, substances and devices, and what is said to be absent or uncertain.',
    files: files(13_120_000),
    figures: { f1_report_dev: 0.871, f1_bc5cdr_devel: 0.812 },
    task: 'tagger',
    architecture: {
      kind: 'bert-tagger',
      vocabulary: 9000,
      layers: 4,
      hidden: 384,
      heads: 12,
      feedForward: 1536,
      positions: 128,
      window: 100,
      overlap: 20,
      labelSets: { report: { tags: ['O'] } },
    },
  } as Manifest,
];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Models that arrive slowly; `trouble` makes the last one fail. */
export function fakeModels(installed: boolean, trouble: string | undefined): ModelsPort {
  const have = new Set(installed ? MANIFESTS.map((manifest) => manifest.id) : []);
  const size = (manifest: Manifest): number => manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    async list() {
      const packs = MANIFESTS.map((manifest): ListedPack => ({
        manifest,
        card: CARD,
        origin: 'site',
        installed: have.has(manifest.id),
        missingBytes: have.has(manifest.id) ? 0 : size(manifest),
      }));
      return { packs, default: { decoder: 'lite-gru', tagger: 'tagger-mini' } };
    },
    async install(packs, { signal, onProgress }) {
      for (const ref of packs) {
        const total = size(MANIFESTS.find((manifest) => manifest.id === ref.id)!);
        for (let share = 0; share <= 1; share += 0.04) {
          signal.throwIfAborted();
          onProgress({
            ...ref,
            phase: 'downloading',
            bytes: Math.round(total * share),
            total,
            rate: 2_400_000,
          });
          await pause(120);
          if (trouble && ref.id === 'tagger-mini' && share > 0.4)
            throw new PackError(trouble as 'network', 'weights.bin: the server answered 404.');
        }
        have.add(ref.id);
        onProgress({ ...ref, phase: 'done', bytes: total, total, rate: 0 });
      }
    },
    async files(pack) {
      return { manifest: MANIFESTS.find((manifest) => manifest.id === pack.id)!, files: new Map() };
    },
    async remove(pack) {
      have.delete(pack.id);
    },
    async importZip() {
      throw new PackError(
        'schema',
        'manifest.json is not valid at files.0.sha256: SHA-256 as 64 lower case hex digits',
      );
    },
    async importFolder() {
      throw new PackError('schema', 'no manifest.json');
    },
    async verify() {
      await pause(500);
      return [];
    },
    async wipe() {
      have.clear();
    },
    async storage() {
      return {
        items: MANIFESTS.filter((m) => have.has(m.id)).map((m) => ({
          what: `${m.id} ${m.version}, weights.bin`,
          bytes: size(m),
        })),
        usage: 25_300_000,
        quota: 4_000_000_000,
        persisted: false,
      };
    },
  };
}

/** An engine that takes its time and gives a made report. @param concluded with an impression */
export function fakeInference(wordMs: number, failure: string | undefined, concluded = false): InferencePort {
  return {
    async start() {
      return {
        name: 'wasm',
        threads: 2,
        reasons: [
          { backend: 'webgpu', reason: 'no adapter: this browser or machine offers no WebGPU device' },
          { backend: 'webgl', reason: 'software renderer (SwiftShader): slower than wasm' },
        ],
      };
    },
    stop: () => undefined,
    loadPack: async () => undefined,
    unloadPack: async () => undefined,
    async inspectFilm(film, name) {
      await pause(50);
      if (name.includes('bad'))
        throw new FilmError('truncated', `${name}: IEND is missing; the file ends after 41,233 bytes.`);
      const bitmap = await createImageBitmap(film);
      const view = name.includes('lateral') && !name.includes('wrong') ? 'lateral' : 'frontal';
      const quality = madeReport(true).quality[view]!;
      return { width: bitmap.width, height: bitmap.height, quality };
    },
    prepareDicom: async () => undefined,
    adjust: () => undefined,
    deepFilm: async () => {
      throw new FilmError('unsupported', 'The made engine has no deep films.');
    },
    identify: async () => undefined,
    sortFiles: async (given) => ({
      studies: [
        {
          label: 'Study 4F2A',
          films: given.map(({ file, path }, i) => ({
            file,
            path,
            name: `Study 4F2A, film ${i + 1}`,
            frames: 1,
          })),
        },
      ],
      skipped: [{ path: 'DICOMDIR', reason: 'DICOMDIR holds no picture.' }],
    }),
    async read(_frontal, lateral, { signal, onStage, onWord }) {
      const stages = madeReport(false).provenance.stages;
      const times: Partial<Record<ReadingStage, number>> = {};
      for (const stage of READING_STAGES) {
        onStage(stage, { ...times });
        if (stage === 'writing') {
          for (const [i, token] of TOKENS.entries()) {
            await pause(wordMs);
            signal.throwIfAborted();
            if (failure && i === 12)
              throw Object.assign(new Error('the backend could not allocate 12 MB'), { code: failure });
            onWord(
              i === 0 || TOKENS[i - 1] === '.' ? token.charAt(0).toUpperCase() + token.slice(1) : token,
              i,
            );
          }
        } else await pause(Math.min(400, wordMs * 4));
        signal.throwIfAborted();
        times[stage] = stages[stage];
      }
      return madeReport(lateral !== undefined, concluded);
    },
    tag: async () => [],
    async tryNetwork() {
      return [
        {
          what: 'fetch own site',
          url: '/',
          refused: true,
          detail: 'TypeError: Failed to fetch (connect-src)',
        },
        {
          what: 'fetch another site',
          url: 'https://example.org',
          refused: true,
          detail: 'TypeError: Failed to fetch (connect-src)',
        },
        { what: 'WebSocket', url: 'wss://example.org', refused: true, detail: 'SecurityError' },
      ];
    },
    diagnostics: async () => ({ tensors: 412, bytes: 31_000_000 }),
    settled: async () => undefined,
    onDeath: () => () => undefined,
  };
}
