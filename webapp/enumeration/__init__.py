"""A household answers: claim, seat, draft, resume, send, receipt."""
