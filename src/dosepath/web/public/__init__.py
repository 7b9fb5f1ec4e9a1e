"""The public side: the list of studies, a study's page, the contact form."""
