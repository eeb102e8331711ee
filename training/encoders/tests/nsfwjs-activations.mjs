/**
 * Writes nsfwjs-activations.json: what TensorFlow.js gives for the InceptionV3 of npm nsfwjs 4.4.0 at the ends of
 * its modules. Run it in a folder that holds the unpacked archive (`package/`) and
 * `npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-layers@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0`:
 *
 *   node <this file> > <this folder>/nsfwjs-activations.json
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const from = createRequire(join(process.cwd(), 'package.json'));
const tf = from('@tensorflow/tfjs-core');
const layers = from('@tensorflow/tfjs-layers');
from('@tensorflow/tfjs-backend-wasm');

const FOLDER = './package/dist/models/inception_v3';
const SIDE = 299;
const MAX_VALUES = 256;

const { createContext, runInContext } = from('node:vm');
const { readFileSync } = from('node:fs');

/** What a browserify bundle exports under `name`. */
function bundle(name) {
  const scope = createContext({});
  scope.self = scope;
  runInContext(readFileSync(join(FOLDER, `${name}.min.js`), 'utf8'), scope);
  return scope[name.replaceAll('-', '_')];
}

const { modelTopology, weightsManifest } = bundle('model');
const [{ paths, weights }] = weightsManifest;
const bytes = Buffer.concat(paths.map((path) => Buffer.from(bundle(path), 'base64')));
const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);

await tf.setBackend('wasm');
const model = await layers.loadLayersModel(
  tf.io.fromMemory({ modelTopology: JSON.parse(JSON.stringify(modelTopology)), weightSpecs: weights, weightData }),
);
const names = Array.from({ length: 9 }, (_, index) => `mixed${index}`);
const cut = layers.model({ inputs: model.inputs, outputs: names.map((name) => model.getLayer(name).output) });
const grey = Float32Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 7919) % 256) / 255);
const image = tf.tile(tf.tensor4d(grey, [1, SIDE, SIDE, 1]), [1, 1, 1, 3]);
const taps = {};
cut.predict(image).forEach((tensor, index) => {
  const values = tensor.dataSync();
  const stride = Math.ceil(values.length / MAX_VALUES);
  taps[names[index]] = {
    shape: tensor.shape,
    stride,
    values: [...values].filter((_, i) => i % stride === 0).map((value) => Math.round(value * 1e6) / 1e6),
  };
});
const lines = Object.entries(taps).map(([name, tap]) => `  ${JSON.stringify(name)}: ${JSON.stringify(tap)}`);
console.log(`{\n${lines.join(',\n')}\n}`);
