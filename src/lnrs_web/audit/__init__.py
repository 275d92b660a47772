"""What was done on the site, by whom and when: kept as it was written."""
