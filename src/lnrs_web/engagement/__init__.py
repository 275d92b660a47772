"""Have your say: activities, what people contribute to them, and how it is given, proved, changed and shown."""
