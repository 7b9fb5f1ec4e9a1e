"""Audit: who did what, with both values of every correction, and whether the log still holds."""
