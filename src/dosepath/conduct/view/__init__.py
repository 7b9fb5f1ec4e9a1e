"""What follows from the state: gates, counts, recommendations, what is due. Nothing is written."""
