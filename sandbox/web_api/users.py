"""users.* and usergroups.*: the people of the workspace."""

from zoneinfo import ZoneInfo

from sandbox.errors import SlackError
from sandbox.records import JSON, Member, UserGroup
from sandbox.team import Team
from sandbox.web_api.calls import Call, method


def shown(team: Team, member: Member, *, with_email: bool) -> JSON:
    zone = ZoneInfo(member.tz)
    moment = team.clock.now().astimezone(zone)
    offset = moment.utcoffset()
    profile = {
        "real_name": member.real_name,
        "real_name_normalized": member.real_name,
        "display_name": member.real_name,
        "display_name_normalized": member.real_name,
        "title": member.title,
        "image_72": f"{team.address}/avatars/{member.id}.svg",
        "team": team.id,
        **({"email": member.email} if with_email and member.email else {}),
        **({"bot_id": member.bot_id} if member.bot_id else {}),
    }
    return {
        "id": member.id,
        "team_id": team.id,
        "name": member.name,
        "real_name": member.real_name,
        "deleted": member.deleted,
        "tz": member.tz,
        "tz_label": moment.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": member.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": member.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": member.updated,
    }


@method("users.info", tier=4, scopes=("users:read",))
async def info(call: Call) -> JSON:
    return {"user": _member(call, call.member())}


@method("users.list", tier=2, scopes=("users:read",))
async def list_(call: Call) -> JSON:
    page, metadata = call.page(sorted(call.team.members.values(), key=lambda member: member.id))
    members = [_member(call, member) for member in page]
    return {"members": members, "cache_ts": call.team.seconds(), "response_metadata": metadata}


@method("users.lookupByEmail", tier=3, scopes=("users:read.email",))
async def lookup_by_email(call: Call) -> JSON:
    email = call.get("email", missing="users_not_found").lower()
    for member in call.team.members.values():
        if member.email.lower() == email and not member.deleted:
            return {"user": _member(call, member)}
    raise SlackError("users_not_found")


@method("usergroups.list", tier=2, scopes=("usergroups:read",))
async def groups(call: Call) -> JSON:
    with_users = call.flag("include_users")
    return {"usergroups": [_group(call, group, with_users=with_users) for group in call.team.usergroups.values()]}


@method("usergroups.users.list", tier=2, scopes=("usergroups:read",))
async def group_users(call: Call) -> JSON:
    group = call.team.usergroups.get(call.get("usergroup", missing="no_such_subteam"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group.users}


def _member(call: Call, member: Member) -> JSON:
    return shown(call.team, member, with_email="users:read.email" in call.team.installation.scopes)


def _group(call: Call, group: UserGroup, *, with_users: bool) -> JSON:
    answer: JSON = {"id": group.id, "team_id": call.team.id, "is_usergroup": True, "name": group.name}
    answer |= {"handle": group.handle, "user_count": len(group.users), "date_delete": 0}
    return answer | ({"users": group.users} if with_users else {})
