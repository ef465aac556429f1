"""views.*: modals and Home."""

from typing import Any

from sandbox import views
from sandbox.errors import SlackError
from sandbox.records import JSON
from sandbox.web_api.calls import Call, method


@method("views.open", tier=4)
async def open_(call: Call) -> JSON:
    with call.sandbox.triggers.redeemed(call.get("trigger_id")) as user:
        return {"view": views.shown(call.team, views.open_modal(call.team, user, _view(call)))}


@method("views.push", tier=4)
async def push(call: Call) -> JSON:
    with call.sandbox.triggers.redeemed(call.get("trigger_id")) as user:
        if not views.stack(call.team, user):
            raise SlackError("not_found")
        return {"view": views.shown(call.team, views.open_modal(call.team, user, _view(call)))}


@method("views.update", tier=4)
async def update(call: Call) -> JSON:
    view = views.find(call.team, view_id=call.find("view_id"), external_id=call.find("external_id"))
    views.update(call.team, view, _view(call), expected_hash=call.find("hash"))
    return {"view": views.shown(call.team, view)}


@method("views.publish", tier=4)
async def publish(call: Call) -> JSON:
    if not call.sandbox.manifest.home_tab:
        raise SlackError("not_enabled")
    user = call.member("user_id")
    view = views.publish(call.team, user.id, _view(call), expected_hash=call.find("hash"))
    return {"view": views.shown(call.team, view)}


def _view(call: Call) -> Any:
    view = call.object("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view"])
    return view
