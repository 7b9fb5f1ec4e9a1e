"""People: who may do what here, and until when."""
