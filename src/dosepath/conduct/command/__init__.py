"""What people may do: pure functions from a state to drafts of events, or a refusal."""
