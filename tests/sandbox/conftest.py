"""A sandbox behind a real address, and an app of Bolt's own at its far end, by both transports."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.client import Slack, visit
from sandbox.serving import listen, serve, serve_app
from sandbox.workspace import Sandbox

MANIFEST = Path(__file__).with_name("manifest.yml")


@pytest.fixture
async def sandbox() -> Sandbox:
    return Sandbox(None, manifest=MANIFEST, rates=False)


@pytest.fixture
async def address(sandbox: Sandbox) -> AsyncIterator[str]:
    async with serve(sandbox) as address:
        yield address


@pytest.fixture
async def slack(address: str) -> AsyncIterator[Slack]:
    async with visit(address) as slack:
        yield slack


@pytest.fixture
def client(sandbox: Sandbox, address: str) -> AsyncWebClient:
    """The app's own client, which repeats nothing."""
    return AsyncWebClient(sandbox.bot_token, base_url=f"{address}/api/", retry_handlers=[])


@pytest.fixture
async def ideas(client: AsyncWebClient) -> str:
    """A public channel that the app is in."""
    await client.conversations_join(channel="C0AIIDEAS")
    return "C0AIIDEAS"


@pytest.fixture
def app(sandbox: Sandbox, client: AsyncWebClient) -> AsyncApp:
    app = AsyncApp(client=client, signing_secret=sandbox.signing_secret, process_before_response=True)
    for middleware in app._async_middleware_list:
        if isinstance(middleware, AsyncRequestVerification):
            middleware.verifier.clock = DeliveryTime(sandbox)
    return app


class DeliveryTime(SignatureClock):
    """Signatures grow old in the sandbox's delivery time, which jumps."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def now(self) -> float:
        return self._sandbox.clock.wall()


Connect = Callable[[], Awaitable[None]]


@pytest.fixture
async def connect_socket(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[Connect]:
    handlers: list[AsyncSocketModeHandler] = []

    async def connect() -> None:
        sandbox.deliveries.by_socket = True
        handlers.append(AsyncSocketModeHandler(app, sandbox.app_token))
        await handlers[-1].connect_async()

    yield connect
    for handler in handlers:
        await handler.close_async()


@pytest.fixture
async def connect_http(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[Connect]:
    far_end = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        return await far_end.handle(request)

    async with AsyncExitStack() as stack:

        async def connect() -> None:
            bot = Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])
            address = await stack.enter_async_context(serve_app(bot, listen()))
            sandbox.deliveries.by_socket = False
            sandbox.deliveries.request_url = f"{address}/slack/events"

        yield connect


@pytest.fixture(params=["socket", "http"])
async def connect(request: pytest.FixtureRequest, connect_socket: Connect, connect_http: Connect) -> Connect:
    """Connect the app when its listeners are there, by either transport."""
    return connect_socket if request.param == "socket" else connect_http
