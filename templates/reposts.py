"""What is said of a message that takes the place of one that was deleted."""

from dataclasses import replace

from templates.blocks import Message, context
from templates.words import say

MOST_BLOCKS = 50


def posted_again(message: Message) -> Message:
    """Says that it stood somewhere else before; a message full of blocks says so in its text alone."""
    note = say("posted_again")
    room = message.blocks and len(message.blocks) < MOST_BLOCKS
    blocks = [*message.blocks, context(note)] if room else message.blocks
    return replace(message, text=f"{message.text}\n{note}", blocks=blocks)
