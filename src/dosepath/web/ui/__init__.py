"""The look of every page: tokens, base templates, fields, tags."""
