"""The workspace in a browser: one page, and the small modules of JavaScript that fill it."""

import tomllib
from dataclasses import asdict
from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from sandbox.workspace import Sandbox

HERE = Path(__file__).parent
TEMPLATES = Jinja2Templates(HERE / "templates")
TOUR = HERE / "tour.toml"

# Nothing comes from elsewhere but the pictures that messages show.
POLICY = "default-src 'self'; img-src 'self' data: https: http:; base-uri 'none'; form-action 'none'; object-src 'none'"


async def page(request: Request) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    manifest = sandbox.manifest
    workspace = {
        "team": sandbox.team.name,
        "app": manifest.bot_name,
        "commands": [asdict(command) for command in manifest.commands.values()],
        "shortcuts": [asdict(shortcut) for shortcut in manifest.shortcuts.values()],
    }
    shown = {"workspace": workspace, "tour": tomllib.loads(TOUR.read_text(encoding="utf-8"))}
    return TEMPLATES.TemplateResponse(
        request, "page.html", shown, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    )


async def permalink(request: Request) -> Response:
    """A message's address, as `chat.getPermalink` gives it."""
    channel, number = request.path_params["channel"], request.path_params["message"].removeprefix("p")
    return RedirectResponse(f"/?channel={channel}&message={number[:-6]}.{number[-6:]}")


ROUTES: list[BaseRoute] = [
    Route("/", page),
    Route("/archives/{channel}/{message}", permalink),
    Mount("/static", StaticFiles(directory=HERE / "static")),
]
