"""Decisions of this room: trees of receipts, tiles and pictures as coordinates."""
