"""The statutory procedure of each strategy: what was done, what is due, notices, replies, for officers and everyone."""
