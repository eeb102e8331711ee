export { bahdanau, type Slots } from './bahdanau';
export { conv, depthwiseConv, type ConvOptions } from './conv';
export { dense } from './dense';
export { gelu } from './gelu';
export { gru } from './gru';
export { layerNorm } from './layer-norm';
export { selfAttention } from './self-attention';
