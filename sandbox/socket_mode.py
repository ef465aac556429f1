"""Socket Mode: the app's WebSockets, the envelopes sent over them and the acknowledgements that come back."""

import asyncio
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sandbox.ids import secret
from sandbox.parcels import ACK_SECONDS, Parcel, Reply
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
        except (WebSocketDisconnect, RuntimeError):
            pass  # closed by the app, or by this side a moment ago
        finally:
            refresh.cancel()
            if socket in self._open:
                self._open.remove(socket)

    async def send(self, parcel: Parcel) -> Reply:
        """Send over one of the connections in turn, and wait for the acknowledgement."""
        if not self._open:
            return Reply(failure="dispatch_failed", detail="no Socket Mode connection")
        self._next += 1
        socket, envelope = self._open[self._next % len(self._open)], _envelope(parcel)
        ack = self._acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(envelope)
            async with asyncio.timeout(ACK_SECONDS):
                body = (await ack).get("payload")
            return Reply(body if parcel.answers else None)
        except TimeoutError:
            return Reply(failure="operation_timeout")
        except (WebSocketDisconnect, RuntimeError):
            return Reply(failure="dispatch_failed", detail="the Socket Mode connection is gone")
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


def _envelope(parcel: Parcel) -> JSON:
    envelope: JSON = {
        "envelope_id": str(uuid4()),
        "type": parcel.kind,
        "payload": parcel.payload,
        "accepts_response_payload": parcel.answers,
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return envelope


def _goodbye(reason: str) -> JSON:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
