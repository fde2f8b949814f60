"""Articles in, audited conflict events out."""
