"""What is done to petitions and signatures. What officers do is on record. What people who sign do is not: a signature
is its own record, and one that is taken back or made anonymous leaves nothing of its signer anywhere (decision 54)."""

SIGNER = "somebody who signs"
"""Who had a letter posted, where it was a signer: never their name."""
