"""The shipped models, one module each; ``tools/models.py`` writes them."""
