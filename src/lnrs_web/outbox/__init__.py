"""Mail on its way out: a row in the transaction of what it tells of."""
