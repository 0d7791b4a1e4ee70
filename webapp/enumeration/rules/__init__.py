"""Decisions of the enumeration on plain values."""
