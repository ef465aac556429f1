"""How a command of the command line ends when it cannot do what was asked."""

import click

from bot.settings import S, Unusable, load


class Stopped(click.ClickException):
    """Nothing was done; the message says what to do about it."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


class Unsound(Stopped):
    """What was to be checked was checked, and is not as it should be."""

    exit_code = 1


def load_settings(kind: type[S]) -> S:
    try:
        return load(kind)
    except Unusable as unusable:
        raise Stopped(str(unusable)) from None
