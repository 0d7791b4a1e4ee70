"""Regions, neighbourhoods (SLS) and the calendar."""
