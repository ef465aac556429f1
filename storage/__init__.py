"""What is remembered: tables and queries, by subject."""
