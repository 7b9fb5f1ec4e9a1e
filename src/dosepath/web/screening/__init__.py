"""Screening: whether this person is eligible, and what is missing."""
