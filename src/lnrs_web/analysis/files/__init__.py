"""Letters, mails and tables that came by other ways: read in a process apart, then checked as a whole."""
