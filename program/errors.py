"""The one way in which a rule says no."""


class Refused(Exception):
    """The program does not allow this. The person sees the message as it stands."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field  # the form field at fault, if there is one
