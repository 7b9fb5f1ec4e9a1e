"""Follow-up: the participants, their visits and forms, harms, and what ends a course."""
