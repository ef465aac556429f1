"""Modals on a person's stack, and the Home tab: opened, pushed, updated, published and closed."""

from sandbox.block_kit import check_view
from sandbox.elements import initial_state, with_ids
from sandbox.errors import SlackError
from sandbox.ids import new_id, short_id
from sandbox.records import JSON, View
from sandbox.refusals import refuse
from sandbox.team import Team

STACK = 3
KEPT = (
    "type",
    "title",
    "submit",
    "close",
    "blocks",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
    "submit_disabled",
)


def stack(team: Team, user: str) -> list[View]:
    """The person's modals, bottom to top."""
    return team.modals.setdefault(user, [])


def top(team: Team, user: str) -> View | None:
    open_views = stack(team, user)
    return open_views[-1] if open_views else None


def find(team: Team, *, view_id: str | None = None, external_id: str | None = None) -> View:
    """A modal that is open, or a published Home; refuses as `views.update` does."""
    for view in [*(view for views in team.modals.values() for view in views), *team.homes.values()]:
        if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
            return view
    raise SlackError("not_found")


def open_modal(team: Team, user: str, body: JSON) -> View:
    """Put a modal on top of the person's stack."""
    _check(team, body, kind="modal")
    views = stack(team, user)
    if len(views) >= STACK:
        raise SlackError("push_limit_reached")
    name = new_id("V")
    root, previous = (views[0].id, views[-1].id) if views else (name, None)
    view = View(name, user, {}, "", root, previous)
    _fill(team, view, body)
    views.append(view)
    team.changes.tell("views", to=[user])
    return view


def update(team: Team, view: View, body: JSON, *, expected_hash: str | None = None) -> View:
    """Put new content into a view; what people typed stays where block and element keep their ids."""
    if expected_hash is not None and expected_hash != view.hash:
        raise SlackError("hash_conflict")
    _check(team, body, kind=view.type, ours=view)
    _fill(team, view, body)
    if view.type == "home":
        team.save_home(view)
    else:
        team.changes.tell("views", to=[view.user])
    return view


def publish(team: Team, user: str, body: JSON, *, expected_hash: str | None = None) -> View:
    home = team.homes.get(user)
    if home is not None:
        return update(team, home, body, expected_hash=expected_hash)
    _check(team, body, kind="home")
    name = new_id("V")
    home = View(name, user, {}, "", name)
    _fill(team, home, body)
    team.save_home(home)
    return home


def close(team: Team, view: View) -> None:
    """Take one modal off the stack."""
    stack(team, view.user).remove(view)
    team.changes.tell("views", to=[view.user])


def clear(team: Team, user: str) -> list[View]:
    """Close everything; returns what was open, the top first."""
    views, team.modals[user] = stack(team, user), []
    team.changes.tell("views", to=[user])
    return views[::-1]


def shown(team: Team, view: View) -> JSON:
    """The view as the Web API and payloads give it."""
    app = team.installation
    defaults = {"private_metadata": "", "callback_id": "", "title": None, "close": None, "submit": None}
    flags = {"clear_on_close": False, "notify_on_close": False, "external_id": ""}
    return {
        **defaults,
        **flags,
        **view.body,
        "id": view.id,
        "team_id": team.id,
        "state": {"values": view.values},
        "hash": view.hash,
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": app.app_id,
        "app_installed_team_id": team.id,
        "bot_id": app.bot_id,
    }


def _check(team: Team, body: JSON, *, kind: str, ours: View | None = None) -> None:
    refuse(check_view(body))
    if body.get("type") != kind:
        raise SlackError(
            "invalid_arguments", messages=[f"[ERROR] this view must be a {kind} [json-pointer:/view/type]"]
        )
    external_id = body.get("external_id")
    views = [*(view for views in team.modals.values() for view in views), *team.homes.values()]
    if external_id and any(view.body.get("external_id") == external_id for view in views if view is not ours):
        raise SlackError("duplicate_external_id")


def _fill(team: Team, view: View, body: JSON) -> None:
    view.body = {key: body[key] for key in KEPT if key in body}
    view.body["blocks"] = with_ids(body.get("blocks", []))
    view.values = initial_state(view.body["blocks"], view.values)
    view.errors = {}
    view.hash = f"{team.seconds()}.{short_id()}{short_id()}"
