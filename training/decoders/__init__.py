"""Report decoders over encoder feature maps: model, training, decoding, evaluation, export."""
