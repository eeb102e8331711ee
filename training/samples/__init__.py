"""Sample studies that show no patient: composites over many registered films, with drawn detail."""
