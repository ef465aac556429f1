"""A strict Slack workspace in one process: the demo, the rehearsal and the far end of the tests."""
