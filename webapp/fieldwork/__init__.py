"""Day lists, contact attempts and outcomes: the work at the doors."""
