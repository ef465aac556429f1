"""From an HTTP request to a Web API answer: body, token, scopes, rates, faults, the log."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.ids import secret
from sandbox.records import JSON
from sandbox.team import Team
from sandbox.web_api import (  # noqa: F401 (each registers its methods)
    apps,
    bookmarks,
    canvases,
    chat,
    conversations,
    files,
    reactions,
    users,
    views,
)
from sandbox.web_api.calls import METHODS, Call, Method
from sandbox.workspace import Sandbox

HIDDEN = {"token", "client_secret", "code"}


@dataclass(frozen=True)
class Asked:
    """A request as it came in, before it is known who asks and whether they may."""

    request: Request
    sandbox: Sandbox
    name: str
    arguments: JSON
    warnings: list[str]

    def note(self, result: str, **detail: Any) -> None:
        public = {key: value for key, value in self.arguments.items() if key not in HIDDEN}
        self.sandbox.log.call(self.name, public, result=result, detail=detail)


async def answer(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    try:
        arguments, warnings = await _arguments(request)
    except ClientDisconnect:
        return Response(status_code=400)
    asked = Asked(request, sandbox, request.path_params["method"], arguments, warnings)
    fault = sandbox.faults.take(asked.name, arguments.get("channel"))
    if fault and fault.kind in ("500", "timeout"):
        return await _fail(asked, fault)
    body = _warned(await _result(asked, fault), warnings)
    if fault and fault.kind == "drop_answer":
        asked.note(str(body.get("error", "ok")), fault="drop_answer")
        return _drop(request)
    return _respond(asked, body)


async def _result(asked: Asked, fault: Fault | None) -> JSON:
    """The answer's body; a refusal's has `ok: false`."""
    try:
        method = _method(asked)
        call = _call(asked, method)
        if fault:
            _befall(call, fault)
        call.sandbox.rates.check_block(call.team.id, method.name)
        call.needs(*method.scopes)
        if method.tier:
            call.sandbox.rates.count(call.team.id, method.name, method.tier)
        return {"ok": True, **await method.run(call)}
    except SlackError as refusal:
        return _refusal(refusal)


def _method(asked: Asked) -> Method:
    if (method := METHODS.get(asked.name)) is None:
        asked.sandbox.log.alert(f"The app called {asked.name}, which this sandbox does not have.")
        raise SlackError("unknown_method", req_method=asked.name)
    return method


def _befall(call: Call, fault: Fault) -> None:
    if fault.kind == "429":
        call.sandbox.rates.block(call.team.id, call.method, fault.retry_after)
        raise SlackError("ratelimited", retry_after=fault.retry_after)
    if fault.kind == "error":
        raise SlackError(fault.error)


def _call(asked: Asked, method: Method) -> Call:
    request, sandbox = asked.request, asked.sandbox
    team = sandbox.team if method.takes == "none" else _team(sandbox, method, _token(asked))
    address, authorization = str(request.base_url).rstrip("/"), request.headers.get("authorization", "")
    return Call(sandbox, team, method.name, asked.arguments, address, authorization, asked.warnings)


def _team(sandbox: Sandbox, method: Method, token: str | None) -> Team:
    """The workspace in which the caller is known, by the kind of token that the method takes."""
    if token is None:
        raise SlackError("not_authed")
    is_app_token = token == sandbox.app_token
    if is_app_token != (method.takes == "app"):
        known = is_app_token or any(app.token == token for app in sandbox.installations)
        raise SlackError("not_allowed_token_type" if known else "invalid_auth")
    return sandbox.team if is_app_token else sandbox.team_with(token)


def _token(asked: Asked) -> str | None:
    scheme, _, token = asked.request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else asked.arguments.get("token")


async def _arguments(request: Request) -> tuple[JSON, list[str]]:
    kind = request.headers.get("content-type", "")
    warnings: list[str] = []
    arguments: JSON = dict(request.query_params)
    if kind.startswith("application/json"):
        if "charset" not in kind:
            warnings.append("missing_charset")
        arguments |= _decoded(await request.body())
    elif request.method == "POST":
        async with request.form() as form:
            arguments |= {key: value for key, value in form.items() if isinstance(value, str)}
    return arguments, warnings


def _decoded(body: bytes) -> JSON:
    try:
        value: Any = json.loads(body or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _refusal(refusal: SlackError) -> JSON:
    body: JSON = {"ok": False, "error": refusal.code, **refusal.more}
    if messages := body.pop("messages", None):
        body |= {"errors": messages, "response_metadata": {"messages": messages}}
    return body


def _warned(body: JSON, warnings: list[str]) -> JSON:
    if warnings:
        body["warning"] = ",".join(warnings)
        body.setdefault("response_metadata", {})["warnings"] = warnings
    return body


def _respond(asked: Asked, body: JSON) -> Response:
    kept = {key: body[key] for key in ("errors", "warning", "needed") if key in body}
    asked.note("ok" if body["ok"] else str(body["error"]), **kept)
    headers = {"x-oauth-scopes": ",".join(_scopes(asked)), "x-slack-req-id": secret()}
    retry_after = body.pop("retry_after", None)
    if retry_after is not None:
        return JSONResponse(body, 429, headers | {"Retry-After": str(retry_after)})
    return JSONResponse(body, headers=headers)


def _scopes(asked: Asked) -> list[str]:
    token = _token(asked)
    return next((app.scopes for app in asked.sandbox.installations if app.token == token), [])


async def _fail(asked: Asked, fault: Fault) -> Response:
    asked.note(fault.kind, fault=fault.kind)
    if fault.kind == "500":
        return PlainTextResponse("Internal Server Error", 500)
    while (await asked.request.receive())["type"] != "http.disconnect":
        continue  # never answers: it is the caller who gives up
    return Response(status_code=499)


def _drop(request: Request) -> Response:
    """Close the connection instead of answering."""
    request.scope["extensions"]["sandbox.cut"]()
    return Response(status_code=499)
