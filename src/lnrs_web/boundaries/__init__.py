"""How people say which land they mean: drawn, uploaded, around a place, or corner by corner. Keeps nothing."""
