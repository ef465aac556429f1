"""users.*, usergroups.* and team.*: who is there, and what a scope lets the app see of them."""

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.workspace import Sandbox
from tests.sandbox.refusals import code


async def test_a_member_has_a_time_zone_a_title_and_an_address(client: AsyncWebClient) -> None:
    user = (await client.users_info(user="U0SECURIT"))["user"]
    assert (user["name"], user["real_name"], user["tz"]) == ("security", "Security", "America/New_York")
    assert user["profile"]["title"] == "Information Security"
    assert user["profile"]["email"] == "security@sandbox.example"
    assert user["tz_offset"] in (-18000, -14400)
    assert await code(client.users_info(user="U0NOBODY0")) == "user_not_found"


async def test_guests_bots_and_those_who_left_are_marked(client: AsyncWebClient) -> None:
    members = {user["name"]: user for user in (await client.users_list())["members"]}
    assert members["guest"]["is_restricted"]
    assert members["former-colleague"]["deleted"]
    assert members["lunch-bot"]["is_bot"]
    assert members["example"]["profile"]["bot_id"] == "B0PILOTBT"
    assert len(members) == 20


async def test_addresses_need_their_scope(client: AsyncWebClient, sandbox: Sandbox) -> None:
    found = await client.users_lookupByEmail(email="Legal@sandbox.example")
    assert found["user"]["id"] == "U0LEGALXX"
    assert await code(client.users_lookupByEmail(email="nobody@sandbox.example")) == "users_not_found"
    sandbox.team.installation.scopes.remove("users:read.email")
    assert await code(client.users_lookupByEmail(email="legal@sandbox.example")) == "missing_scope"
    assert "email" not in (await client.users_info(user="U0LEGALXX"))["user"]["profile"]


async def test_a_user_group_names_its_people(client: AsyncWebClient) -> None:
    groups = (await client.usergroups_list(include_users=True))["usergroups"]
    assert groups[0]["handle"] == "reviewers"
    assert (await client.usergroups_users_list(usergroup=groups[0]["id"]))["users"] == groups[0]["users"]
    assert await code(client.usergroups_users_list(usergroup="S0NOTHING")) == "no_such_subteam"


async def test_the_workspace_has_a_name(client: AsyncWebClient) -> None:
    assert (await client.team_info())["team"]["id"] == "T0SANDBOX"
