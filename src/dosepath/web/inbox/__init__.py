"""Inbox: who wrote, and who has waited too long."""
