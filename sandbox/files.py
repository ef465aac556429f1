"""Files as the Web API shows them, and as blocks refer to them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.errors import SlackError
from sandbox.records import JSON
from sandbox.team import Team


def shown_file(team: Team, name: str) -> JSON:
    file = team.files[name]
    address = f"{team.address}/files/{file.id}/{file.name}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": file.size,
        "user": file.user,
        "created": file.created,
        "mimetype": file.mimetype,
        "filetype": file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "binary",
        "alt_txt": file.alt_text,
        "mode": "hosted",
        "is_external": False,
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "channels": file.channels,
    }


def check_slack_files(team: Team, blocks: Sequence[JSON] | None) -> None:
    """An image block may show an uploaded file; Slack refuses one that it does not have."""
    for given in _slack_files(list(blocks or [])):
        name = given.get("id") or str(given.get("url", "")).rstrip("/").split("/")[-2]
        if name not in team.files or not team.files[name].complete:
            raise SlackError("invalid_blocks", messages=["[ERROR] invalid slack file [json-pointer:/blocks]"])


def _slack_files(node: Any) -> Iterator[JSON]:
    if isinstance(node, list):
        for part in node:
            yield from _slack_files(part)
    elif isinstance(node, dict):
        if isinstance(node.get("slack_file"), dict):
            yield node["slack_file"]
        for part in node.values():
            yield from _slack_files(part)
