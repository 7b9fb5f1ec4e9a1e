"""Events and how each changes the state: the log is the only source of truth."""
