"""One message to many: who gets it, what it costs, when it leaves, and when it stops by itself."""
