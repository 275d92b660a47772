"""What is done to projects, records and assessments; each is whole or not done at all, and on record."""
