"""What people ask for: handlers, by subject."""
