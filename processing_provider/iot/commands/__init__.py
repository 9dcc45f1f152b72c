"""Commands: what may be sent, when, to whom, and what proves that it was done. Nothing here sends."""
