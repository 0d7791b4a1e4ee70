"""Catat: the software of a population census. docs/map.md shows the rooms."""
