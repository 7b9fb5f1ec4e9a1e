"""The board: where we are on the ladder, and what may come next."""
