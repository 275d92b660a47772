"""The pages of moderation and analysis."""
