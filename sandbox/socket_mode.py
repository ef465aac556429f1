"""Socket Mode: the app's WebSockets, the envelopes sent over them and the acknowledgements that come back."""

import asyncio
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sandbox.ids import secret
from sandbox.records import JSON

MOST = 10
LIFETIME = 3600.0
NOTICE = 10.0


class Sockets:
    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._next = 0
        self._acks: dict[str, asyncio.Future[JSON]] = {}

    @property
    def connected(self) -> int:
        return len(self._open)

    def ticket(self) -> str:
        """What makes a WebSocket address valid, once."""
        ticket = secret()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(1008)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._open) >= MOST:
            await self._disconnect(socket, "too_many_websockets")
            return
        self._open.append(socket)
        refresh = asyncio.create_task(self._refresh(socket))
        try:
            await socket.send_json(self._hello())
            while True:
                self._acknowledged(await socket.receive_json())
        except WebSocketDisconnect:
            pass
        finally:
            refresh.cancel()
            if socket in self._open:
                self._open.remove(socket)

    async def send(self, envelope: JSON, *, timeout: float) -> JSON | None:
        """Send over one of the connections in turn, and wait for the acknowledgement.

        Raises `ConnectionError` when nobody is connected, `TimeoutError` when nobody acknowledges in time.
        """
        if not self._open:
            raise ConnectionError("no Socket Mode connection")
        self._next += 1
        socket = self._open[self._next % len(self._open)]
        ack = self._acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(envelope)
            async with asyncio.timeout(timeout):
                answer: JSON | None = (await ack).get("payload")
            return answer
        except (WebSocketDisconnect, RuntimeError) as gone:
            raise ConnectionError("the Socket Mode connection is gone") from gone
        finally:
            del self._acks[envelope["envelope_id"]]

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come back, and close it."""
        for socket in list(self._open):
            await self._disconnect(socket, reason)

    def _acknowledged(self, ack: Any) -> None:
        waiting = self._acks.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)

    async def _refresh(self, socket: WebSocket) -> None:
        await asyncio.sleep(LIFETIME - NOTICE)
        await socket.send_json(_goodbye("warning"))
        await asyncio.sleep(NOTICE)
        await self._disconnect(socket, "refresh_requested")

    async def _disconnect(self, socket: WebSocket, reason: str) -> None:
        if socket in self._open:
            self._open.remove(socket)
        if socket.application_state is WebSocketState.CONNECTED:
            try:
                await socket.send_json(_goodbye(reason))
                await socket.close()
            except (WebSocketDisconnect, RuntimeError):
                return  # it was gone already

    def _hello(self) -> JSON:
        debug = {"host": "applink-sandbox", "build_number": 1, "approximate_connection_time": int(LIFETIME)}
        info = {"app_id": self._app_id}
        return {"type": "hello", "num_connections": len(self._open), "debug_info": debug, "connection_info": info}


def _goodbye(reason: str) -> JSON:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
