"""What people agree to when they take part. Who changes the words raises the version."""

VERSION = 1
PUBLISH = (
    "Publish what I say, and where it is about, on this site. My mail address and postcode are never published. "
    "Moderators may take out what would harm somebody, or a species."
)
NAME = "Show my name, or my organisation’s, beside it."
USE = (
    "The authority that prepares the strategy reads what you send and counts it. It keeps it with the record of how "
    "the strategy was made. You can change it while the activity is open, and withdraw it at any time."
)
