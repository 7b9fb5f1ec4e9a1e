"""Logging in and out of the console, and being locked out of it."""
