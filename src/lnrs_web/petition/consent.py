"""What people agree to when they sign. Who changes the words raises the version."""

VERSION = 2
SIGN = (
    "I agree that my name, my postcode and, until I confirm, my mail address are kept to count my signature, and the "
    "address for a day or two more with the letters that were sent to it. That I sign says something of my political "
    "opinion, so nothing is kept without my agreement."
)
UPDATES = "Write to me when there is news of this petition. My mail address is kept for that until I say stop."
