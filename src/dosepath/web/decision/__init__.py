"""Decision: whether to escalate, and on what evidence."""
