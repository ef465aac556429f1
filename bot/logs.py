"""The log: one line an event, for people or as JSON, with no token and nothing that a person typed."""

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

# Below these, libraries chatter; Bolt even prints whole requests, with what people typed.
QUIET = {"slack_bolt": logging.ERROR, "slack_sdk": logging.WARNING, "apscheduler": logging.WARNING}

SECRETS = re.compile(
    r"\bx(?:ox[a-z]|app)[.-][\w.-]+"  # Slack's tokens
    r"|(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"  # user and password of a database's address
    r"|(?<=hooks\.slack\.com/)[\w/-]+"  # a response_url lets anyone post
)


def configure(log_format: Literal["console", "json"]) -> None:
    """From here on, structlog's and the libraries' lines go to stderr in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_worth_a_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=())],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(log_format), _redact],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def _rendering(log_format: Literal["console", "json"]) -> list[Processor]:
    # The usual ways to show a traceback also show the local variables: what people typed would be among them.
    if log_format == "console":
        plain = structlog.dev.plain_traceback
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    return record.levelno >= QUIET.get(record.name.partition(".")[0], logging.INFO)


def _redact(_logger: WrappedLogger, _method: str, line: str | bytes | EventDict) -> str:
    return SECRETS.sub("[secret]", str(line))
