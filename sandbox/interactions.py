"""What a person does with the app: the payloads that Slack sends for it, and what becomes of the answers."""

from typing import Any

from sandbox import messages, views
from sandbox.block_kit import Problem, check_blocks, check_message
from sandbox.choices import acted_on, chosen
from sandbox.deliveries import Deliveries
from sandbox.elements import Element, checked, elements, find, initial_state
from sandbox.errors import Failure, SlackError
from sandbox.log import Log
from sandbox.manifest import Manifest, Shortcut
from sandbox.mrkdwn import sent, typed
from sandbox.parcels import Parcel, Reply
from sandbox.records import JSON, Channel, Member, Message, View
from sandbox.refusals import refuse
from sandbox.team import Team
from sandbox.triggers import Triggers

TROUBLE = "We had some trouble connecting. Try again?"
UNACKNOWLEDGED = {
    "operation_timeout": "Operation timed out. Apps need to respond within 3 seconds.",
    "dispatch_failed": "This app is not responding. Try again later.",
    "http_service_error": "This app did not answer with status code 200.",
}


class Interactions:
    def __init__(self, manifest: Manifest, deliveries: Deliveries, triggers: Triggers, log: Log) -> None:
        self._manifest, self._deliveries, self._triggers, self._log = manifest, deliveries, triggers, log

    async def command(self, team: Team, by: Member, channel: Channel, name: str, text: str) -> Message | None:
        """A slash command; returns what the app answered with its acknowledgement."""
        command = self._manifest.commands.get(name)
        if command is None or "commands" not in team.installation.scopes or team.installation.revoked:
            raise Failure(f"{name} is not a valid command.")
        payload = {
            "token": "sandbox",
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": _channel_name(channel),
            "user_id": by.id,
            "user_name": by.name,
            "command": name,
            "text": typed(text.strip(), team, labelled=True) if command.should_escape else text.strip(),
            "api_app_id": team.installation.app_id,
            "is_enterprise_install": "false",
            "response_url": team.address + self._triggers.response_url(team.id, channel.id, by.id),
            "trigger_id": self._triggers.trigger(by.id),
        }
        reply = await self._deliveries.deliver(f"{name} {text}".strip(), Parcel("slash_commands", payload))
        if not reply.ok:
            raise Failure(f'{name} failed with the error "{reply.failure}"')
        try:
            return self._say(team, by, channel, reply.body)
        except SlackError as refusal:
            self._log.alert(f"{name}'s answer was refused: {refusal.code} {refusal.more}")
            raise Failure(f'{name} failed with the error "{refusal.code}"') from refusal

    async def press(
        self, team: Team, by: Member, place: Message | View, action: str, wanted: Any, *, block_id: str | None = None
    ) -> Element:
        """Press a button or choose in an element, found by its action id or its label."""
        element = find(place.blocks or [], action, block_id=block_id)
        if element.is_input and not element.block.get("dispatch_action"):
            raise Failure(f"“{element.label}” is an input of its form: type into it and submit.")
        value = self._choose(team, by, place, element, wanted) if element.value_key else None
        actions = [acted_on(element, value, team.clock.now().timestamp())]
        payload = self._payload(team, by, "block_actions") | self._place(team, by, place) | {"actions": actions}
        what = f"block_actions {element.action_id}"
        reply = await self._deliveries.deliver(what, Parcel("interactive", payload, answers=False))
        if not reply.ok:
            raise Failure(TROUBLE if isinstance(place, View) else UNACKNOWLEDGED[str(reply.failure)])
        return element

    async def suggest(self, team: Team, by: Member, place: Message | View, action: str, query: str) -> JSON:
        """What an external select offers for what was typed so far."""
        element = find(place.blocks or [], action)
        if len(query) < element.body.get("min_query_length", 3):
            return {"options": []}
        about = {"action_id": element.action_id, "block_id": element.block_id, "value": query}
        payload = self._payload(team, by, "block_suggestion") | self._place(team, by, place) | about
        reply = await self._deliveries.deliver(f"block_suggestion {element.action_id}", Parcel("interactive", payload))
        body = reply.body if isinstance(reply.body, dict) else {}
        if not reply.ok or not ("options" in body or "option_groups" in body):
            raise Failure("Something went wrong. Please try again.")
        if problems := _wrong_options(body):
            self._log.alert(f"The options for {element.action_id} were refused: {problems[0].where} {problems[0].what}")
            raise Failure("Something went wrong. Please try again.")
        groups = body.get("option_groups") or []
        options = [*(body.get("options") or []), *(option for group in groups for option in group["options"])]
        held = team.suggested.setdefault((_key(place), element.action_id), {})
        held.update({option["value"]: option for option in options})
        return body

    async def submit(self, team: Team, by: Member, view: View, values: JSON) -> dict[str, str]:
        """Fill in the form and submit it; returns the errors, Slack's own or the app's, by block."""
        if view.submitting:
            raise Failure("This form is being submitted already.")
        for block_id, wanted in values.items():
            self.type(team, view, block_id, wanted)
        view.errors = check_inputs(view)
        if not view.errors:
            self._submitted(team, view, await self._send_submission(team, by, view))
        team.changes.tell("views", to=[by.id])
        return view.errors

    async def _send_submission(self, team: Team, by: Member, view: View) -> Reply:
        payload = self._payload(team, by, "view_submission") | {"view": views.shown(team, view), "response_urls": []}
        what = f"view_submission {view.body.get('callback_id', '')}".strip()
        view.submitting = True
        try:
            return await self._deliveries.deliver(what, Parcel("interactive", payload))
        finally:
            view.submitting = False

    async def close(self, team: Team, by: Member, view: View, *, everything: bool = False) -> None:
        everything = everything or bool(view.body.get("clear_on_close"))
        if everything:
            closed = views.clear(team, by.id)
        else:
            views.close(team, view)
            closed = [view]
        await self._closed(team, by, closed, is_cleared=everything)

    async def shortcut(self, team: Team, by: Member, shortcut: Shortcut, message: Message | None) -> None:
        kind = "message_action" if shortcut.type == "message" else "shortcut"
        payload = self._payload(team, by, kind) | {"callback_id": shortcut.callback_id}
        payload["action_ts"] = f"{team.clock.now().timestamp():.6f}"
        if message is not None:
            channel = team.channels[message.channel]
            payload |= {
                "channel": {"id": channel.id, "name": _channel_name(channel)},
                "message": messages.shown(team, message),
                "message_ts": message.ts,
                "response_url": self._response_url(team, by, message),
            }
        reply = await self._deliveries.deliver(
            f"{kind} {shortcut.callback_id}", Parcel("interactive", payload, answers=False)
        )
        if not reply.ok:
            raise Failure(f'{shortcut.name} failed with the error "{reply.failure}"')

    def type(self, team: Team, view: View, block_id: str, wanted: Any) -> None:
        """Change one input without submitting."""
        inputs = [element for element in elements(view.blocks) if element.holds_value]
        named = [element for element in inputs if block_id in (element.block_id, element.action_id, element.label)]
        if not named:
            there = ", ".join(f"“{element.label}” ({element.block_id})" for element in inputs) or "none"
            raise Failure(f"This form has no input “{block_id}”; its inputs are {there}.")
        element = named[0]
        value = chosen(team, element, wanted, container=_key(view))
        view.values.setdefault(element.block_id, {})[element.action_id] = element.state(value)

    def _choose(self, team: Team, by: Member, place: Message | View, element: Element, wanted: Any) -> Any:
        value = chosen(team, element, wanted, container=_key(place))
        if element.type == "overflow" and value is None:
            labels = ", ".join(f"“{option['text']['text']}”" for option in element.options())
            raise Failure(f"Choose one of the menu's entries: {labels}.")
        if element.holds_value:
            values = place.values if isinstance(place, View) else place.values.setdefault(by.id, _untouched(place))
            values.setdefault(element.block_id, {})[element.action_id] = element.state(value)
        return value

    def _submitted(self, team: Team, view: View, reply: Reply) -> None:
        body = reply.body if isinstance(reply.body, dict) else {}
        if not reply.ok:
            raise Failure(TROUBLE)
        try:
            self._respond(team, view, body)
        except (SlackError, KeyError) as refusal:
            self._log.alert(f"The answer to a view_submission was refused: {refusal} {getattr(refusal, 'more', '')}")
            raise Failure(TROUBLE) from refusal

    def _respond(self, team: Team, view: View, body: JSON) -> None:
        match body.get("response_action"):
            case None:
                if view in views.stack(team, view.user):
                    views.close(team, view)
            case "clear":
                views.clear(team, view.user)
            case "update":
                views.update(team, view, body["view"])
            case "push":
                views.open_modal(team, view.user, body["view"])
            case "errors":
                view.errors = _errors(view, body["errors"])
            case other:
                raise SlackError("invalid_response_action", given=other)

    async def _closed(self, team: Team, by: Member, closed: list[View], *, is_cleared: bool) -> None:
        for view in closed:
            if view.body.get("notify_on_close"):
                payload = self._payload(team, by, "view_closed") | {"view": views.shown(team, view)}
                what = f"view_closed {view.body.get('callback_id', '')}".strip()
                payload["is_cleared"] = is_cleared
                await self._deliveries.deliver(what, Parcel("interactive", payload, answers=False))

    def _say(self, team: Team, by: Member, channel: Channel, body: Any) -> Message | None:
        """An acknowledgement's words, shown to the person or, if it asks for that, to the channel."""
        if not isinstance(body, dict) or not (body.get("text") or body.get("blocks")):
            return None
        refuse(check_message(body))
        to = None if body.get("response_type") == "in_channel" else by.id
        text = sent(body.get("text") or "")
        return messages.post(team, channel, team.bot, messages.Draft(text, body.get("blocks"), ephemeral_to=to))

    def _payload(self, team: Team, by: Member, kind: str) -> JSON:
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": by.id, "username": by.name, "name": by.name, "team_id": team.id},
            "api_app_id": team.installation.app_id,
            "token": "sandbox",
            "trigger_id": self._triggers.trigger(by.id),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _place(self, team: Team, by: Member, place: Message | View) -> JSON:
        if isinstance(place, View):
            return {"container": {"type": "view", "view_id": place.id}, "view": views.shown(team, place)}
        channel = team.channels[place.channel]
        container: JSON = {"type": "message", "message_ts": place.ts, "channel_id": channel.id}
        container["is_ephemeral"] = place.ephemeral_to is not None
        if place.thread_ts:
            container["thread_ts"] = place.thread_ts
        return {
            "container": container,
            "channel": {"id": channel.id, "name": _channel_name(channel)},
            "state": {"values": place.values.get(by.id) or _untouched(place)},
            "response_url": self._response_url(team, by, place),
            # Slack, too, leaves the message out when only one person could see it.
            **({} if place.ephemeral_to else {"message": messages.shown(team, place)}),
        }

    def _response_url(self, team: Team, by: Member, message: Message) -> str:
        path = self._triggers.response_url(
            team.id, message.channel, by.id, original=message.ts, thread_ts=message.thread_ts
        )
        return team.address + path


def check_inputs(view: View) -> dict[str, str]:
    """What Slack's client refuses to submit, by block."""
    errors = {}
    for element in elements(view.blocks):
        if element.is_input and element.value_key:
            value = view.values[element.block_id][element.action_id][element.value_key]
            if words := checked(element, value):
                errors[element.block_id] = words
    return errors


def _wrong_options(body: JSON) -> list[Problem]:
    """What is wrong with suggested options: they are held to the same rules as a menu's own, but may be none."""
    given = {key: body[key] for key in ("options", "option_groups") if body.get(key)}
    if not given:
        return []
    select = {"type": "static_select", "action_id": "x", "placeholder": {"type": "plain_text", "text": "x"}, **given}
    return check_blocks([{"type": "actions", "elements": [select]}], "message")


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors", given=errors, inputs=sorted(inputs))
    return {str(block): str(words) for block, words in errors.items()}


def _untouched(message: Message) -> JSON:
    return initial_state(message.blocks or [])


def _channel_name(channel: Channel) -> str:
    return "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name


def _key(place: Message | View) -> str:
    return place.id if isinstance(place, View) else f"{place.channel}-{place.ts}"
