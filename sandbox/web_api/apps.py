"""auth.*, apps.*, oauth.* and team.*: the app's own standing in the workspace."""

from base64 import b64decode
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.errors import SlackError
from sandbox.ids import secret
from sandbox.records import JSON
from sandbox.web_api.calls import Call, method
from sandbox.workspace import Sandbox


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


@method("apps.connections.open", tier=4, takes="app")
async def connections_open(call: Call) -> JSON:
    ticket = call.sandbox.sockets.ticket()
    return {
        "url": f"{call.address.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id={call.team.installation.app_id}"
    }


@method("team.info", tier=3, scopes=("team:read",))
async def team_info(call: Call) -> JSON:
    team = call.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "url": f"{team.address}/"}}


@method("oauth.v2.access", tier=4, takes="none")
async def oauth_access(call: Call) -> JSON:
    """Exchange a code for the workspace's bot token, once."""
    sandbox = call.sandbox
    _check_client(call)
    team = sandbox.teams.get(sandbox.codes.pop(call.get("code", missing="invalid_code"), ""))
    if team is None:
        raise SlackError("invalid_code")
    app = team.installation
    app.token, app.revoked = f"xoxb-{secret()}", False
    team.save_installation()
    return {
        "app_id": app.app_id,
        "access_token": app.token,
        "token_type": "bot",
        "scope": ",".join(app.scopes),
        "bot_user_id": app.bot_user,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": next(iter(team.members))},
    }


def _check_client(call: Call) -> None:
    header = call.authorization.removeprefix("Basic ")
    given = b64decode(header).decode().split(":", 1) if call.authorization.startswith("Basic ") else []
    client_id, client_secret = given or [call.find("client_id") or "", call.find("client_secret") or ""]
    if client_id != call.sandbox.credentials.client_id:
        raise SlackError("invalid_client_id")
    if client_secret != call.sandbox.credentials.client_secret:
        raise SlackError("bad_client_secret")


async def authorize(request: Request) -> Response:
    """The page on which a workspace allows the app in: here, it always does."""
    sandbox: Sandbox = request.app.state.sandbox
    query = request.query_params
    if query.get("client_id") != sandbox.credentials.client_id:
        return PlainTextResponse("invalid_client_id", 400)
    team = sandbox.teams.get(query.get("team", ""), sandbox.team)
    asked = set(query.get("scope", "").split(",")) - {""}
    if unknown := asked - sandbox.manifest.scopes - sandbox.manifest.optional_scopes:
        return PlainTextResponse(f"invalid_scope: {', '.join(sorted(unknown))}", 400)
    if asked:
        team.installation.scopes = sorted(asked)
        team.save_installation()
    answer = urlencode({"code": sandbox.new_code(team), "state": query.get("state", "")})
    return RedirectResponse(f"{query.get('redirect_uri', '')}?{answer}", 302)


ROUTES = [Route("/oauth/v2/authorize", authorize, methods=["GET"])]
