"""One workspace: its people, channels, messages, views and files, kept as they change."""

from collections.abc import Callable, Iterator

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.errors import Failure
from sandbox.ids import new_id
from sandbox.records import (
    JSON,
    Canvas,
    Channel,
    File,
    Installation,
    Member,
    Message,
    UserGroup,
    View,
)
from sandbox.store import Store

Emit = Callable[["Team", JSON], None]


class Team:
    def __init__(self, team: JSON, *, store: Store, clock: Clock, changes: Changes, emit: Emit) -> None:
        self.id: str = team["id"]
        self.name: str = team["name"]
        self.domain: str = team["domain"]
        self.store, self.clock, self.changes, self._emit = store, clock, changes, emit
        self.members = {key: Member(**body) for key, body in store.load(self.id, "members").items()}
        self.channels = {key: Channel(**body) for key, body in store.load(self.id, "channels").items()}
        self.messages: dict[str, dict[str, Message]] = {}
        for body in store.load(self.id, "messages").values():
            self.messages.setdefault(body["channel"], {})[body["ts"]] = Message(**body)
        self.files = {key: File(**body) for key, body in store.load(self.id, "files").items()}
        self.canvases = {key: Canvas(**body) for key, body in store.load(self.id, "canvases").items()}
        self.usergroups = {key: UserGroup(**body) for key, body in store.load(self.id, "usergroups").items()}
        self.homes = {key: View(**body) for key, body in store.load(self.id, "homes").items()}
        self.suggested: dict[tuple[str, str], dict[str, JSON]] = {}
        self.modals: dict[str, list[View]] = {}
        self.installation = Installation(**store.load(self.id, "app")["installation"])
        self.address = "http://localhost"
        self._last_ts = max((ts for channel in self.messages.values() for ts in channel), default="0.000000")

    @property
    def bot(self) -> Member:
        return self.members[self.installation.bot_user]

    def find_member(self, key: str) -> Member | None:
        """By id, by handle, or by name as people write it."""
        if key in self.members:
            return self.members[key]
        wanted = key.removeprefix("@").lower().replace(" ", "-")
        return next((member for member in self.members.values() if member.name == wanted), None)

    def get_member(self, key: str) -> Member:
        if (member := self.find_member(key)) is None:
            names = ", ".join(sorted(member.name for member in self.members.values()))
            raise Failure(f"There is no member “{key}” here. The members are: {names}.")
        return member

    def find_channel(self, key: str) -> Channel | None:
        """By id, or by name with or without its #."""
        if key in self.channels:
            return self.channels[key]
        wanted = key.removeprefix("#").lower()
        return next((one for one in self.channels.values() if one.name == wanted and not one.is_im), None)

    def channel_of(self, key: str, member: Member) -> Channel:
        """A channel that this person can see; also "dm" for the one with the bot."""
        channel = self.direct_message(member) if key == "dm" else self.find_channel(key)
        if channel is None or not self.can_see(channel, member.id):
            names = ", ".join(f"#{one.name}" for one in self.seen_by(member.id) if not one.is_im)
            raise Failure(f"{member.real_name} sees no channel “{key}”, only {names}.")
        return channel

    def can_see(self, channel: Channel, user: str) -> bool:
        if user in channel.members:
            return True
        return not channel.is_private and not channel.is_im and not self.members[user].is_restricted

    def seen_by(self, user: str) -> list[Channel]:
        return [channel for channel in self.channels.values() if self.can_see(channel, user)]

    def direct_message(self, member: Member, *, other: str | None = None) -> Channel:
        """The person's conversation with the bot (or with `other`), begun if there is none yet."""
        other = other or self.installation.bot_user
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == {other, member.id}:
                return channel
        channel = Channel(new_id("D"), "", self.seconds(), other, is_im=True, user=member.id)
        channel.members = [other, member.id]
        self.save_channel(channel)
        return channel

    def history(self, channel: str) -> dict[str, Message]:
        """By timestamp, oldest first."""
        return self.messages.setdefault(channel, {})

    def find_message(self, channel: str, ts: str) -> Message | None:
        return self.history(channel).get(ts)

    def thread(self, parent: Message) -> Iterator[Message]:
        return (self.history(parent.channel)[ts] for ts in parent.replies if ts in self.history(parent.channel))

    def seconds(self) -> int:
        return int(self.clock.now().timestamp())

    def next_ts(self) -> str:
        """A message's timestamp: program time in microseconds, never the same twice."""
        micros = max(int(self.clock.now().timestamp() * 1_000_000), int(self._last_ts.replace(".", "")) + 1)
        self._last_ts = f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
        return self._last_ts

    def happened(self, event: JSON) -> None:
        """Something the app may have subscribed to."""
        self._emit(self, event)

    def save_member(self, member: Member) -> None:
        self.members[member.id] = member
        self.store.save(self.id, "members", member.id, member)

    def save_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self.store.save(self.id, "channels", channel.id, channel)
        self.changes.tell("channels", channel=channel.id, to=self.audience(channel))

    def save_message(self, message: Message) -> None:
        self.history(message.channel)[message.ts] = message
        if message.ephemeral_to is None:  # Slack, too, forgets what only one person could see
            self.store.save(self.id, "messages", f"{message.channel}-{message.ts}", message)
        self.tell_messages(message)

    def remove_message(self, message: Message) -> None:
        del self.history(message.channel)[message.ts]
        self.store.remove(self.id, "messages", f"{message.channel}-{message.ts}")
        self.tell_messages(message)

    def tell_messages(self, message: Message) -> None:
        channel = self.channels[message.channel]
        to = [message.ephemeral_to] if message.ephemeral_to else self.audience(channel)
        self.changes.tell("messages", channel=channel.id, to=to)

    def audience(self, channel: Channel) -> list[str] | None:
        """Who may look into the channel; `None` is everyone."""
        return list(channel.members) if channel.is_private or channel.is_im else None

    def save_home(self, view: View) -> None:
        self.homes[view.user] = view
        self.store.save(self.id, "homes", view.user, view)
        self.changes.tell("home", to=[view.user])

    def save_file(self, file: File) -> None:
        self.files[file.id] = file
        self.store.save(self.id, "files", file.id, file)

    def save_canvas(self, canvas: Canvas) -> None:
        self.canvases[canvas.id] = canvas
        self.store.save(self.id, "canvases", canvas.id, canvas)

    def save_installation(self) -> None:
        self.store.save(self.id, "app", "installation", self.installation)
