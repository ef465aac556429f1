"""Events: who has subscribed to what, which scope it takes, and the envelope it travels in."""

from sandbox.deliveries import Deliveries
from sandbox.ids import new_id
from sandbox.manifest import Manifest
from sandbox.records import JSON, Channel
from sandbox.team import Team

SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "app_mention": "app_mentions:read",
    "channel_archive": "channels:read",
    "channel_created": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_left": "groups:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "user_change": "users:read",
    "team_join": "users:read",
}
WITHIN = {"app_mention", "member_joined_channel", "member_left_channel", "reaction_added", "reaction_removed"}


class Events:
    def __init__(self, manifest: Manifest, deliveries: Deliveries) -> None:
        self._manifest, self._deliveries = manifest, deliveries

    def happened(self, team: Team, event: JSON) -> None:
        """Send the event if the app has subscribed to it, may read it, and is where it happened."""
        event = {"event_ts": team.next_ts(), **event}
        channel = team.channels.get(_place(event))
        name = _name(event, channel)
        app = team.installation
        scope = _scope(name, channel)
        if name not in self._manifest.events or app.revoked or (scope and scope not in app.scopes):
            return
        if channel and (name in WITHIN or name.startswith("message.")) and app.bot_user not in channel.members:
            return
        self.send(team, event, name=name)

    def send(self, team: Team, event: JSON, *, name: str | None = None, event_id: str | None = None) -> str:
        """Send it whatever the app has subscribed to; returns the event's id."""
        app, event_id = team.installation, event_id or new_id("Ev")
        envelope: JSON = {
            "token": "sandbox",
            "team_id": team.id,
            "api_app_id": app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": team.seconds(),
            "is_ext_shared_channel": False,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": app.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
        }
        self._deliveries.send_event(name or event["type"], envelope)
        return event_id


def _place(event: JSON) -> str:
    place = event.get("channel") or event.get("item", {}).get("channel")
    return str(place["id"] if isinstance(place, dict) else place)


def _name(event: JSON, channel: Channel | None) -> str:
    kind = str(event["type"])
    if kind == "message" and channel:
        return "message.im" if channel.is_im else "message.groups" if channel.is_private else "message.channels"
    if kind in ("channel_archive", "channel_left") and channel and channel.is_private:
        return kind.replace("channel", "group")
    return kind


def _scope(name: str, channel: Channel | None) -> str | None:
    if name in ("member_joined_channel", "member_left_channel"):
        return "groups:read" if channel and channel.is_private else "channels:read"
    return SCOPES.get(name)
