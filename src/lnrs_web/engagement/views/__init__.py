"""The pages of have your say."""
