"""Rule-based annotator of radiology reports, the source of the tagger's weak labels."""
