"""A storm: replicas that die, a Slack that fails, a database that goes away, people who work on; then the ledger."""
