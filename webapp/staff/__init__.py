"""Accounts, roles, areas, sign-in, and the tasks that wait for whom."""
