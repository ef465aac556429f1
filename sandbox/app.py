"""The sandbox as one ASGI application."""

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox import acting, control, hooks, page, seeing
from sandbox.web_api import apps, files
from sandbox.web_api.answering import answer
from sandbox.workspace import Sandbox


def build(sandbox: Sandbox) -> Starlette:
    app = Starlette(
        routes=[
            Route("/api/{method}", answer, methods=["GET", "POST"]),
            WebSocketRoute("/socket", _socket),
            *apps.ROUTES,
            *files.ROUTES,
            *hooks.ROUTES,
            *acting.ROUTES,
            *seeing.ROUTES,
            *control.ROUTES,
            *page.ROUTES,
        ]
    )
    app.state.sandbox = sandbox
    return app


async def _socket(socket: WebSocket) -> None:
    sandbox: Sandbox = socket.app.state.sandbox
    await sandbox.sockets.serve(socket)
