"""Coverage at every desk, the public progress page, and receipts that can be checked in the count."""
