"""What the trial knows: frozen values that the fold builds and everything else reads."""
