"""Training of the networks of Scribe CXR: data readers, encoders, decoders, tagger, export."""
