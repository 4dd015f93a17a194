"""A draft → findings: numbers, stale years, contradictions, formulations, overlap, wording."""
