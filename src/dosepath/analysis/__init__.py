"""See docs/explanation/house.md."""
