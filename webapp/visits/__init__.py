"""Offers of visits, wishes and bookings."""
