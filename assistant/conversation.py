"""What the server remembers of a conversation: its turns, and what people said of the answers.

Ids are made here and cannot be guessed; one that a client sends is only ever looked up. Text is masked
before it is stored, and everything older than the retention is deleted.
"""

from __future__ import annotations

import secrets
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import JSON, URL, DateTime, Engine, ForeignKey, create_engine, delete, event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from assistant.answer import Status, Turn
from assistant.masking import mask_personal_data
from corpus.errors import KyodoError

TURNS_READ = 8
PURGE_EVERY_SECONDS = 3600.0
_ID_BYTES = 24


class RecordsUnavailable(KyodoError):
    """The database of the records cannot be opened, read or written."""


class ConversationStore(Protocol):
    """Keeps turns and feedback. Every method may be called from any thread, and raises
    ``RecordsUnavailable`` when the records cannot be reached."""

    def turns(self, conversation_id: str | None) -> tuple[Turn, ...]:
        """The last turns of a conversation, oldest first; empty when it is not known."""

    def add(self, conversation_id: str | None, turn: Turn) -> tuple[str, str]:
        """Keep a turn; its conversation's id and its own. An unknown conversation becomes a new one."""

    def record_feedback(self, turn_id: str, useful: bool, comment: str = "") -> bool:
        """Keep what was said of a turn, in place of anything said before; False when it is not known."""

    def purge(self, older_than: datetime) -> int:
        """Delete the turns from before a time and their feedback; how many turns that were."""

    def close(self) -> None:
        """Give back the connections."""


class _Base(DeclarativeBase):
    pass


class _TurnRow(_Base):
    __tablename__ = "turns"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[str] = mapped_column(index=True)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    question: Mapped[str]
    standalone: Mapped[str]
    city: Mapped[str | None]
    status: Mapped[str]
    section_ids: Mapped[list[str]] = mapped_column(JSON)


class _FeedbackRow(_Base):
    __tablename__ = "feedback"
    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    useful: Mapped[bool]
    comment: Mapped[str]


class SqlConversationStore:
    """A ``ConversationStore`` in any database that SQLAlchemy speaks to."""

    def __init__(self, url: str | URL, retention_days: int) -> None:
        """Open the database, make its tables, and delete what is past the retention.

        Raises:
            RecordsUnavailable: the URL cannot be used or the database cannot be reached.
        """
        self._retention = timedelta(days=retention_days)
        self._purge_lock = threading.Lock()
        self._purged_at = time.monotonic()
        try:
            self._engine = create_engine(url)
            if self._engine.dialect.name == "sqlite":
                event.listen(self._engine, "connect", _set_up_sqlite)
            _Base.metadata.create_all(self._engine)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise _unavailable(error) from error
        self.purge(datetime.now(UTC) - self._retention)

    def turns(self, conversation_id: str | None) -> tuple[Turn, ...]:
        """See ``ConversationStore.turns``; reads at most ``TURNS_READ``."""
        if not conversation_id:
            return ()
        self._purge_when_due()
        query = (
            select(_TurnRow)
            .where(_TurnRow.conversation_id == conversation_id)
            .where(_TurnRow.asked_at >= datetime.now(UTC) - self._retention)
            .order_by(_TurnRow.number.desc())
            .limit(TURNS_READ)
        )
        with _Work(self._engine) as session:
            rows = session.scalars(query).all()
            return tuple(_read_turn(row) for row in reversed(rows))

    def add(self, conversation_id: str | None, turn: Turn) -> tuple[str, str]:
        """See ``ConversationStore.add``."""
        self._purge_when_due()
        turn_id = secrets.token_urlsafe(_ID_BYTES)
        with _Work(self._engine) as session:
            known = conversation_id and session.scalar(
                select(_TurnRow.id).where(_TurnRow.conversation_id == conversation_id).limit(1)
            )
            kept_in = conversation_id if known and conversation_id else secrets.token_urlsafe(_ID_BYTES)
            session.add(
                _TurnRow(
                    id=turn_id,
                    conversation_id=kept_in,
                    asked_at=datetime.now(UTC),
                    question=mask_personal_data(turn.question),
                    standalone=mask_personal_data(turn.standalone),
                    city=turn.city,
                    status=turn.status.value,
                    section_ids=list(turn.section_ids),
                )
            )
        return kept_in, turn_id

    def record_feedback(self, turn_id: str, useful: bool, comment: str = "") -> bool:
        """See ``ConversationStore.record_feedback``."""
        with _Work(self._engine) as session:
            if session.scalar(select(_TurnRow.id).where(_TurnRow.id == turn_id)) is None:
                return False
            session.merge(
                _FeedbackRow(
                    turn_id=turn_id,
                    given_at=datetime.now(UTC),
                    useful=useful,
                    comment=mask_personal_data(comment),
                )
            )
        return True

    def purge(self, older_than: datetime) -> int:
        """See ``ConversationStore.purge``."""
        old = select(_TurnRow.id).where(_TurnRow.asked_at < older_than)
        with _Work(self._engine) as session:
            session.execute(delete(_FeedbackRow).where(_FeedbackRow.turn_id.in_(old)))
            deleted = session.execute(delete(_TurnRow).where(_TurnRow.asked_at < older_than).returning(_TurnRow.id))
            return len(deleted.all())

    def close(self) -> None:
        """See ``ConversationStore.close``."""
        self._engine.dispose()

    def _purge_when_due(self) -> None:
        with self._purge_lock:
            now = time.monotonic()
            if now - self._purged_at < PURGE_EVERY_SECONDS:
                return
            self._purged_at = now
        self.purge(datetime.now(UTC) - self._retention)


def open_store(database_url: str, data: Path, retention_days: int) -> SqlConversationStore:
    """The store at ``database_url``, or in a file of its own under ``data`` when that is empty.

    Raises:
        RecordsUnavailable: the database or the folder cannot be opened.
    """
    if database_url:
        return SqlConversationStore(database_url, retention_days)
    path = data / "records.sqlite3"
    try:
        data.mkdir(parents=True, exist_ok=True)
        # Only the server's own user reads what people asked.
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise RecordsUnavailable(f"{path}: {error.strerror}") from error
    return SqlConversationStore(URL.create("sqlite", database=str(path)), retention_days)


class _Work:
    """One transaction: committed when its block ends well; database trouble as ``RecordsUnavailable``."""

    def __init__(self, engine: Engine) -> None:
        self._session = Session(engine)

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._session.commit()
        except SQLAlchemyError as failed:
            raise _unavailable(failed) from failed
        finally:
            self._session.close()
        if isinstance(error, SQLAlchemyError):
            raise _unavailable(error) from error


def _unavailable(error: Exception) -> RecordsUnavailable:
    # The driver's own words only: SQLAlchemy's message repeats the statement with what people typed.
    cause = getattr(error, "orig", None) or error
    return RecordsUnavailable(f"records: {type(cause).__name__}: {str(cause).partition(chr(10))[0]}")


def _read_turn(row: _TurnRow) -> Turn:
    return Turn(
        question=row.question,
        standalone=row.standalone,
        city=row.city,
        status=Status(row.status),
        section_ids=tuple(row.section_ids),
    )


def _set_up_sqlite(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # Readers beside one writer; a wait instead of "locked"; deleted text overwritten on the disk.
    for pragma in ("journal_mode=WAL", "busy_timeout=5000", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
