"""The workspace's own controls: members, clock, faults, events by hand, how the app is reached, and the log."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from json import JSONDecodeError
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.clock import ClockRefused
from sandbox.errors import Failure
from sandbox.ids import new_id
from sandbox.records import JSON, Member
from sandbox.team import Team
from sandbox.web_api.users import shown
from sandbox.workspace import Sandbox

STEPS = {"+1h": timedelta(hours=1), "+1d": timedelta(days=1), "+1w": timedelta(weeks=1)}
CHANGEABLE = {"real_name", "title", "tz", "email", "deleted", "is_restricted", "is_admin"}


@dataclass(frozen=True)
class Ask:
    sandbox: Sandbox
    request: Request
    body: JSON


Handler = Callable[[Ask], Awaitable[Any]]


async def members(ask: Ask) -> Any:
    return [_member(member) for member in ask.sandbox.team.members.values()]


async def add_member(ask: Ask) -> Any:
    name = str(ask.body.get("name", "")).strip()
    if not name:
        raise Failure("A member needs a name.")
    team, handle = ask.sandbox.team, name.lower().replace(" ", "-")
    if team.find_member(handle):
        raise Failure(f"There is a member named {handle} already.")
    given = {key: value for key, value in ask.body.items() if key in CHANGEABLE}
    fields = {"real_name": name, "email": f"{handle}@{team.domain}.example"} | given
    member = Member(new_id("U"), handle, updated=team.seconds(), **fields)
    team.save_member(member)
    for channel in team.channels.values():
        if channel.is_general and not member.is_restricted:
            channel.members.append(member.id)
            team.save_channel(channel)
    team.happened({"type": "team_join", "user": shown(team, member, with_email=False)})
    return {"ok": True, "member": _member(member)}


async def change_member(ask: Ask) -> Any:
    team = ask.sandbox.team_of(ask.request.path_params["user"])
    member = team.get_member(ask.request.path_params["user"])
    if unknown := set(ask.body) - CHANGEABLE:
        raise Failure(f"Of a member one can change {', '.join(sorted(CHANGEABLE))}, not {', '.join(sorted(unknown))}.")
    for key, value in ask.body.items():
        setattr(member, key, value)
    member.updated = team.seconds()
    team.save_member(member)
    if member.deleted:
        _remove_from_channels(team, member)
    team.changes.tell("channels")
    team.happened({"type": "user_change", "user": shown(team, member, with_email=False)})
    return {"ok": True, "member": _member(member)}


async def clock(ask: Ask) -> Any:
    return _clock(ask.sandbox)


async def move_clock(ask: Ask) -> Any:
    if "skip" in ask.body:
        ask.sandbox.clock.skip(float(ask.body["skip"]))
        return _clock(ask.sandbox) | {"ok": True}
    target = await _target(ask.sandbox, str(ask.body.get("to", "")))
    try:
        await ask.sandbox.clock.move_to(target)
    except ClockRefused as refused:
        raise Failure(str(refused)) from refused
    await ask.sandbox.deliveries.arrived()
    return _clock(ask.sandbox) | {"ok": True}


async def faults(ask: Ask) -> Any:
    return [asdict(fault) for fault in ask.sandbox.faults.pending]


async def add_fault(ask: Ask) -> Any:
    if ask.body.get("kind") == "disconnect":
        await ask.sandbox.sockets.disconnect()
        return {"ok": True}
    return {"ok": True, "fault": asdict(ask.sandbox.faults.add(ask.body))}


async def clear_faults(ask: Ask) -> Any:
    ask.sandbox.faults.clear()
    return {"ok": True}


async def log(ask: Ask) -> Any:
    return ask.sandbox.log.entries(after=int(ask.request.query_params.get("after", 0)))


async def send_event(ask: Ask) -> Any:
    team, kind = ask.sandbox.team, ask.request.path_params["type"]
    if kind == "retry":
        await ask.sandbox.deliveries.retry_now()
        return {"ok": True}
    if kind in ("app_uninstalled", "tokens_revoked"):
        team.installation.revoked = True
        team.save_installation()
    event_id = ask.body.pop("event_id", None)  # one that was sent before: Slack, too, may say a thing twice
    event = {"event_ts": team.next_ts(), **ask.body, "type": kind}
    return {"ok": True, "event_id": ask.sandbox.events.send(team, event, event_id=event_id)}


async def settings(ask: Ask) -> Any:
    how = ask.sandbox.deliveries
    mode = "socket" if how.by_socket else "http"
    return {
        "mode": mode,
        "request_url": how.request_url,
        "connections": ask.sandbox.sockets.connected,
        "rates": ask.sandbox.rates.on,
        "free_plan": ask.sandbox.free_plan,
        "scopes": ask.sandbox.team.installation.scopes,
    }


async def change_settings(ask: Ask) -> Any:
    if "mode" in ask.body:
        if ask.body["mode"] not in ("socket", "http"):
            raise Failure("The app is reached by “socket” or by “http”.")
        ask.sandbox.deliveries.by_socket = ask.body["mode"] == "socket"
    if "request_url" in ask.body:
        ask.sandbox.deliveries.request_url = ask.body["request_url"]
    if "free_plan" in ask.body:
        ask.sandbox.free_plan = bool(ask.body["free_plan"])
    if "scopes" in ask.body:
        ask.sandbox.team.installation.scopes = sorted(ask.body["scopes"])
        ask.sandbox.team.save_installation()
    if "rates" in ask.body:
        ask.sandbox.rates.on = bool(ask.body["rates"])
    return await settings(ask) | {"ok": True}


def _member(member: Member) -> JSON:
    return asdict(member) | {"is_guest": member.is_restricted}


def _remove_from_channels(team: Team, member: Member) -> None:
    for channel in team.channels.values():
        if member.id in channel.members and not channel.is_im:
            channel.members.remove(member.id)
            team.save_channel(channel)


def _clock(sandbox: Sandbox) -> JSON:
    moment = sandbox.clock
    return {"now": moment.now().isoformat(), "moved": moment.moved, "can_find_next": moment.next_due is not None}


async def _target(sandbox: Sandbox, to: str) -> datetime:
    moment = sandbox.clock
    if to in STEPS:
        return moment.now() + STEPS[to]
    if to == "now":
        return max(moment.now(), datetime.now(UTC))
    if to == "next":
        due = await moment.next_due() if moment.next_due else None
        if due is None:
            raise Failure("Nothing is due that the clock could be moved to.")
        return max(due, moment.now())
    try:
        instant = datetime.fromisoformat(to)
    except ValueError:
        raise Failure(
            "Move the clock to “next”, “+1d”, “+1w”, “now” or a time like 2026-11-30T09:00:00+00:00."
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _route(path: str, handler: Handler, verb: str) -> BaseRoute:
    async def answer(request: Request) -> Response:
        try:
            body = await request.json() if verb == "POST" and await request.body() else {}
            return JSONResponse(await handler(Ask(request.app.state.sandbox, request, body)))
        except JSONDecodeError:
            return JSONResponse({"ok": False, "failure": "The request is no valid JSON."}, 400)
        except Failure as failure:
            return JSONResponse({"ok": False, "failure": str(failure)})

    return Route(path, answer, methods=[verb])


ROUTES = [
    _route("/members", members, "GET"),
    _route("/members", add_member, "POST"),
    _route("/members/{user}", change_member, "POST"),
    _route("/clock", clock, "GET"),
    _route("/clock", move_clock, "POST"),
    _route("/faults", faults, "GET"),
    _route("/faults", add_fault, "POST"),
    _route("/faults", clear_faults, "DELETE"),
    _route("/log", log, "GET"),
    _route("/events/{type}", send_event, "POST"),
    _route("/settings", settings, "GET"),
    _route("/settings", change_settings, "POST"),
]
