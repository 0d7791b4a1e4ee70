"""A private answer: a member answers alone, in tables that no family's use-case reads (docs/adr/0009).

The room lies above every room of families, so none of them can import it; only the statistics build may.
"""
