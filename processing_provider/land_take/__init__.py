"""Land take: what two land covers share, what changed between them and what it weighs."""
