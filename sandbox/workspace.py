"""The sandbox as a whole: its workspaces, its clock, and all that goes to and from the app."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from sandbox.changes import Changes
from sandbox.clock import Clock, Moved
from sandbox.deliveries import Deliveries
from sandbox.demo import APP_ID, PEOPLE, furnish
from sandbox.errors import SlackError
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.ids import secret
from sandbox.interactions import Interactions
from sandbox.log import Log
from sandbox.manifest import read_manifest
from sandbox.rates import Rates
from sandbox.records import JSON, Installation
from sandbox.signed_http import SignedHttp
from sandbox.socket_mode import Sockets
from sandbox.store import Store
from sandbox.team import Team
from sandbox.triggers import Triggers


@dataclass(frozen=True)
class Credentials:
    """The app's secrets: invented, and good for nothing but this sandbox."""

    bot_token: str = "xoxb-sandbox"
    app_token: str = "xapp-sandbox"
    signing_secret: str = "sandbox-signing-secret"
    client_id: str = "1111.2222"
    client_secret: str = "sandbox-client-secret"


class Sandbox:
    """A Slack with one workspace or more; `state` is its database file, `None` keeps it in memory."""

    def __init__(
        self,
        state: Path | None,
        *,
        manifest: Path,
        clock: Clock | None = None,
        people: Path = PEOPLE,
        credentials: Credentials = Credentials(),
        rates: bool = True,
    ) -> None:
        self.manifest = read_manifest(manifest)
        self.clock = clock or Clock()
        self.credentials = credentials
        self.free_plan = False
        self.codes: dict[str, str] = {}
        self.store = Store(state)
        self.changes = Changes()
        self._keep_clock()
        self.log = Log(self.clock)
        self.faults = Faults()
        self.rates = Rates(self.clock, on=rates)
        self.triggers = Triggers(self.clock)
        self.sockets = Sockets(APP_ID)
        http = SignedHttp(self.clock, signing_secret=credentials.signing_secret)
        by_socket = self.manifest.socket_mode
        self.deliveries = Deliveries(self.clock, self.log, self.sockets, http, by_socket=by_socket)
        self.events = Events(self.manifest, self.deliveries)
        self.interactions = Interactions(self.manifest, self.deliveries, self.triggers, self.log)
        furnish(self.store, self.manifest, self.clock, people=people, bot_token=credentials.bot_token)
        self.teams = {name: self._team(team) for name, team in self.store.load("", "teams").items()}
        self.clock.on_move.append(self.deliveries.settle)

    @property
    def team(self) -> Team:
        """The demo workspace: the first one."""
        return next(iter(self.teams.values()))

    @property
    def bot_token(self) -> str:
        return self.team.installation.token

    @property
    def signing_secret(self) -> str:
        return self.credentials.signing_secret

    @property
    def app_token(self) -> str:
        return self.credentials.app_token

    @property
    def installations(self) -> list[Installation]:
        return [team.installation for team in self.teams.values()]

    def team_with(self, token: str) -> Team:
        """The workspace in which this bot token is installed; refuses as Slack does."""
        for team in self.teams.values():
            if team.installation.token == token:
                if team.installation.revoked:
                    raise SlackError("account_inactive")
                return team
        raise SlackError("invalid_auth")

    def team_of(self, user: str) -> Team:
        """The workspace of a member, by id; the demo workspace's members also go by name."""
        return next((team for team in self.teams.values() if user in team.members), self.team)

    def new_code(self, team: Team) -> str:
        """What `oauth.v2.access` exchanges for the workspace's token, once."""
        code = secret()
        self.codes[code] = team.id
        return code

    def serve_at(self, address: str) -> None:
        for team in self.teams.values():
            team.address = address

    async def close(self) -> None:
        await self.sockets.disconnect("link_disabled")
        await self.deliveries.close()
        self.store.close()

    def _team(self, team: JSON) -> Team:
        return Team(team, store=self.store, clock=self.clock, changes=self.changes, emit=self.events.happened)

    def _keep_clock(self) -> None:
        kept = self.store.load("", "clock").get("shift")
        if kept:
            self.clock.resume(Moved(timedelta(seconds=kept["program"]), kept["delivery"]))
        self.clock.keep = self._clock_moved
        self._clock_moved(self.clock.shift)

    def _clock_moved(self, shift: Moved) -> None:
        kept = asdict(shift) | {"program": shift.program.total_seconds()}
        self.store.save("", "clock", "shift", kept)
        self.changes.tell("clock")
