"""Model packs: quantisation, weight table, manifest, parity goldens."""
