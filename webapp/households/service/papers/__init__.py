"""What is drawn on paper for families, neighbourhood heads and villages. Nothing is read or written here."""
