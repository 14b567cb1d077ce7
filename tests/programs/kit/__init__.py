"""What every program needs: a provider, a folder, a process and a user with a browser."""
