"""People who sign in, by a code sent to their mail address, and what officers may do."""
