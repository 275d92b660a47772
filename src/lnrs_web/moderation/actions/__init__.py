"""What moderators and analysts do. Each is whole or not done, and is on record."""
