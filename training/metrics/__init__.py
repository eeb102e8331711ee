"""Scores of generated text: COCO caption metrics and clinical agreement."""
