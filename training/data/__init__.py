"""Readers of the training collections and the film cache."""
