"""How a name and a password become an account."""
