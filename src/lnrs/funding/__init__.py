"""What pays for a measure, what can be paid together, and an indicative sum: tables and functions, standard library."""
