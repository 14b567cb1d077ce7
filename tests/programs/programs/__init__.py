"""The programs, one file each. A file says: its preset, what a person does to sign in, and what the program then shows."""
