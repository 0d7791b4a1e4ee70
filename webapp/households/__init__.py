"""The register: who is expected, and what became of each case."""
