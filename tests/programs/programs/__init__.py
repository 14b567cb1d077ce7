"""The programs, one file each. A file says: its preset, what a user does to sign in, and what the program then shows."""
