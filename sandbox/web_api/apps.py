"""auth.*, apps.*, oauth.* and team.*: the app's own standing in the workspace."""

from sandbox.records import JSON
from sandbox.web_api.calls import Call, method


@method("auth.test", tier=5)
async def auth_test(call: Call) -> JSON:
    app = call.team.installation
    return {
        "url": f"{call.team.address}/",
        "team": call.team.name,
        "user": call.bot.name,
        "team_id": call.team.id,
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", tier=4, token="app")
async def connections_open(call: Call) -> JSON:
    ticket = call.sandbox.sockets.ticket()
    return {"url": f"{call.address.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id={call.team.installation.app_id}"}


@method("team.info", tier=3, scopes=("team:read",))
async def team_info(call: Call) -> JSON:
    team = call.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "url": f"{team.address}/"}}


