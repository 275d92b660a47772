"""Commands of have your say."""
