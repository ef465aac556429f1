"""The sandbox's memory on disk: one SQLite file of JSON documents, written behind in small batches."""

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    team TEXT NOT NULL, subject TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (team, subject, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, content BLOB NOT NULL);
"""
DELAY = 0.05

Key = tuple[str, str, str]


class Store:
    """Documents by team, subject and id; what changes is written within `DELAY` seconds, and when the store closes."""

    def __init__(self, path: Path | None) -> None:
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        self._changed: dict[Key, object | None] = {}
        self._writing: asyncio.TimerHandle | None = None

    def load(self, team: str, subject: str) -> dict[str, Any]:
        rows = self._db.execute(
            "SELECT id, body FROM documents WHERE team = ? AND subject = ? ORDER BY id", (team, subject)
        )
        return {name: json.loads(body) for name, body in rows}

    def save(self, team: str, subject: str, name: str, record: object) -> None:
        """Remember the record as it is when the batch is written; a record is a JSON value or has JSON attributes."""
        self._change((team, subject, name), record)

    def remove(self, team: str, subject: str, name: str) -> None:
        self._change((team, subject, name), None)

    def upload(self, name: str, content: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?)", (name, content))

    def uploaded(self, name: str) -> bytes | None:
        row = self._db.execute("SELECT content FROM uploads WHERE id = ?", (name,)).fetchone()
        return row[0] if row else None

    def write(self) -> None:
        """Write everything that changed, in one transaction."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        if not self._changed:
            return
        kept = [(*key, _json(record)) for key, record in self._changed.items() if record is not None]
        gone = [key for key, record in self._changed.items() if record is None]
        self._changed.clear()
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", kept)
        self._db.executemany("DELETE FROM documents WHERE team = ? AND subject = ? AND id = ?", gone)
        self._db.execute("COMMIT")

    def close(self) -> None:
        self.write()
        self._db.close()

    def _change(self, key: Key, record: object | None) -> None:
        self._changed[key] = record
        if self._writing is not None:
            return
        try:
            self._writing = asyncio.get_running_loop().call_later(DELAY, self.write)
        except RuntimeError:  # no loop yet: the workspace is being set up, and its maker writes
            return


def _json(record: object) -> str:
    return json.dumps(record if isinstance(record, dict | list | str) else vars(record), ensure_ascii=False)
