"""The settings of Catat, read from the environment here and nowhere else (docs/settings.md)."""
