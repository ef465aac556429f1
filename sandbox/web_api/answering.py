"""From an HTTP request to a Web API answer: body, token, scopes, rates, faults, the log."""

import json
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.records import JSON
from sandbox.web_api import apps, chat, conversations, users, views  # noqa: F401 (each registers its methods)
from sandbox.web_api.calls import METHODS, Call, Method
from sandbox.workspace import Sandbox

HIDDEN = {"token", "client_secret", "code"}


async def answer(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    name = request.path_params["method"]
    try:
        arguments, warnings = await _arguments(request)
    except ClientDisconnect:
        return Response(status_code=400)
    fault = sandbox.faults.take(name, arguments.get("channel"))
    if fault and fault.kind in ("500", "timeout"):
        return await _fail(request, sandbox, name, arguments, fault)
    result = await _result(request, sandbox, name, arguments, warnings, fault)
    if fault and fault.kind == "drop_answer":
        sandbox.log.call(name, _public(arguments), result=str(result.get("error", "ok")), detail={"fault": "drop_answer"})
        return _drop(request)
    return _respond(sandbox, name, arguments, result)


async def _result(
    request: Request, sandbox: Sandbox, name: str, arguments: JSON, warnings: list[str], fault: Fault | None
) -> JSON:
    """The answer's body; a refusal's has `ok: false`."""
    try:
        method = METHODS.get(name)
        if method is None:
            sandbox.log.warn(f"The app called {name}, which this sandbox does not have.")
            raise SlackError("unknown_method", req_method=name)
        call = _call(request, sandbox, method, arguments, warnings)
        if fault:
            _befall(call, fault)
        sandbox.rates.check_block(call.team.id, name)
        call.needs(*method.scopes)
        if method.tier:
            sandbox.rates.count(call.team.id, name, method.tier)
        body = {"ok": True, **await method.run(call)}
    except SlackError as refusal:
        return _refusal(refusal, warnings)
    return _warned(body, warnings)


def _befall(call: Call, fault: Fault) -> None:
    if fault.kind == "429":
        call.sandbox.rates.block(call.team.id, call.method, fault.retry_after)
        raise SlackError("ratelimited", retry_after=fault.retry_after)
    if fault.kind == "error":
        raise SlackError(fault.error)


def _call(request: Request, sandbox: Sandbox, method: Method, arguments: JSON, warnings: list[str]) -> Call:
    address = str(request.base_url).rstrip("/")
    token = _token(request, arguments)
    if method.token == "none":
        return Call(sandbox, sandbox.team, method.name, arguments, address, warnings)
    if token is None:
        raise SlackError("not_authed")
    if method.token == "app":
        if token != sandbox.app_token:
            raise SlackError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
        return Call(sandbox, sandbox.team, method.name, arguments, address, warnings)
    if token == sandbox.app_token:
        raise SlackError("not_allowed_token_type")
    return Call(sandbox, sandbox.team_with(token), method.name, arguments, address, warnings)


def _token(request: Request, arguments: JSON) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else arguments.get("token")


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


def _refusal(refusal: SlackError, warnings: list[str]) -> JSON:
    body: JSON = {"ok": False, "error": refusal.code, **refusal.more}
    if messages := body.pop("messages", None):
        body |= {"errors": messages, "response_metadata": {"messages": messages}}
    return _warned(body, warnings)


def _warned(body: JSON, warnings: list[str]) -> JSON:
    if warnings:
        body["warning"] = ",".join(warnings)
        body.setdefault("response_metadata", {})["warnings"] = warnings
    return body


def _respond(sandbox: Sandbox, name: str, arguments: JSON, body: JSON) -> Response:
    result = "ok" if body["ok"] else str(body["error"])
    detail = {"messages": body["errors"]} if "errors" in body else {}
    if "warning" in body:
        detail["warning"] = body["warning"]
    sandbox.log.call(name, _public(arguments), result=result, detail=detail)
    headers = {"x-oauth-scopes": ",".join(sandbox.team.installation.scopes), "x-slack-req-id": str(id(body))}
    retry_after = body.pop("retry_after", None)
    if retry_after is not None:
        return JSONResponse(body, 429, headers | {"Retry-After": str(retry_after)})
    return JSONResponse(body, headers=headers)


async def _fail(request: Request, sandbox: Sandbox, name: str, arguments: JSON, fault: Fault) -> Response:
    sandbox.log.call(name, _public(arguments), result=fault.kind, detail={"fault": fault.kind})
    if fault.kind == "500":
        return PlainTextResponse("Internal Server Error", 500)
    while (await request.receive())["type"] != "http.disconnect":
        continue  # never answers: it is the caller who gives up
    return Response(status_code=499)


def _drop(request: Request) -> Response:
    """Close the connection instead of answering."""
    request.scope["extensions"]["sandbox.cut"]()
    return Response(status_code=499)


def _public(arguments: JSON) -> JSON:
    return {key: value for key, value in arguments.items() if key not in HIDDEN}
