"""Files of candidates for 30 by 30 and of places, and what comes of them as tables and pages."""
