"""create_app(): the only place where all rooms meet."""
