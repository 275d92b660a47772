"""What people agree to when land is kept. Who changes the words raises the version."""

PURPOSE = "keep land"
VERSION = 1
WORDS = (
    "Keep this land in my account: its name, the edges of its parcels, their references, and which edition I asked. "
    "It is for me alone, so that I can ask again: no page shows it to anybody else, no officer and no authority. "
    "It is kept until I delete it or my account, or until I have not opened it for two years."
)
