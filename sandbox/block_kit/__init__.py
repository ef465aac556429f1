"""What Slack accepts as Block Kit, and what it refuses with which error."""

from sandbox.block_kit.checks import Problem, Surface
from sandbox.block_kit.payloads import check_blocks, check_message, check_view

__all__ = ["Problem", "Surface", "check_blocks", "check_message", "check_view"]
