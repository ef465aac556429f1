"""The rules of the 90 days: they know no Slack, no database, no file and no clock."""
