"""The entity tagger: weak labels for report text, the network, its training and its export."""
