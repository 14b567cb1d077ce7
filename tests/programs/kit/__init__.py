"""What every program needs: a provider, a folder, a process and a person with a browser."""
