"""The workspace that a new sandbox begins with, from a TOML file."""

import tomllib
from pathlib import Path

from sandbox.clock import Clock
from sandbox.manifest import Manifest
from sandbox.records import JSON, Channel, Installation, Member, UserGroup
from sandbox.store import Store

PEOPLE = Path(__file__).with_name("people.toml")
APP_ID, BOT_USER, BOT_ID = "A0PILOTAPP", "U0PILOTBT", "B0PILOTBT"


def furnish(store: Store, manifest: Manifest, clock: Clock, *, people: Path, bot_token: str) -> None:
    """Write the workspace's first members, channels and installation; one that is there already stays as it is."""
    plan = tomllib.loads(people.read_text(encoding="utf-8"))
    team = plan["team"]
    if store.load(team["id"], "app"):
        return
    now = int(clock.now().timestamp())
    installation = Installation(APP_ID, BOT_USER, BOT_ID, bot_token, sorted(manifest.scopes | manifest.optional_scopes))
    store.save("", "teams", team["id"], team)
    store.save(team["id"], "app", "installation", installation)
    members = [_member(entry, team["domain"]) for entry in plan["members"]]
    for member in [*members, _bot(manifest)]:
        store.save(team["id"], "members", member.id, member)
    for entry in plan["channels"]:
        channel = _channel(entry, members, now)
        store.save(team["id"], "channels", channel.id, channel)
    for entry in plan.get("usergroups", []):
        group = UserGroup(entry["id"], entry["name"], entry["handle"], _ids(entry["users"], members))
        store.save(team["id"], "usergroups", group.id, group)
    store.write()


def _member(entry: JSON, domain: str) -> Member:
    return Member(email="" if entry.get("is_bot") else f"{entry['name']}@{domain}.example", **entry)


def _bot(manifest: Manifest) -> Member:
    name = manifest.bot_name.lower().replace(" ", "-")
    return Member(BOT_USER, name, manifest.bot_name, is_bot=True, bot_id=BOT_ID, title=manifest.description)


def _channel(entry: JSON, members: list[Member], now: int) -> Channel:
    everyone = [member.id for member in members if not (member.deleted or member.is_bot)]
    inside = everyone if entry["members"] == "everyone" else _ids(entry["members"], members)
    creator = inside[0]
    return Channel(**{**entry, "members": inside, "creator": creator, "created": now})


def _ids(names: list[str], members: list[Member]) -> list[str]:
    by_name = {member.name: member.id for member in members}
    return [by_name[name] for name in names]
