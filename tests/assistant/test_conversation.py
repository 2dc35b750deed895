"""Conversations are remembered, masked, forgotten in time, and safe to use from many threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import conversation
from assistant.answer import Status, Turn
from assistant.conversation import RecordsUnavailable, SqlConversationStore, open_store


def ask(question: str = "協働とは", city: str | None = "kitamoto") -> Turn:
    return Turn(question, question, city, Status.ANSWERED, ("kitamoto/4-1", "kitamoto/5-1-1"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlConversationStore]:
    opened = open_store("", tmp_path, retention_days=90)
    yield opened
    opened.close()


def test_turns_come_back_whole_and_oldest_first(store: SqlConversationStore) -> None:
    first, second = ask("協働とは"), ask("じゃあ後援は？", None)
    conversation_id, _ = store.add(None, first)
    assert store.add(conversation_id, second)[0] == conversation_id
    assert store.turns(conversation_id) == (first, second)


def test_only_the_last_turns_are_read(store: SqlConversationStore) -> None:
    conversation_id = None
    for number in range(conversation.TURNS_READ + 3):
        conversation_id, _ = store.add(conversation_id, ask(f"質問{number}"))
    read = store.turns(conversation_id)
    assert [turn.question for turn in read] == [f"質問{number}" for number in range(3, conversation.TURNS_READ + 3)]


@pytest.mark.parametrize("unknown", [None, "", "1", "x" * 32, "' OR 1=1 --"])
def test_unknown_conversation_starts_a_new_one(store: SqlConversationStore, unknown: str | None) -> None:
    assert store.turns(unknown) == ()
    conversation_id, _ = store.add(unknown, ask())
    assert conversation_id != unknown
    assert len(store.turns(conversation_id)) == 1


def test_ids_are_long_and_never_repeat(store: SqlConversationStore) -> None:
    ids = [one for _ in range(50) for one in store.add(None, ask())]
    assert len(set(ids)) == len(ids)
    assert min(map(len, ids)) >= 32


def test_conversations_do_not_mix(store: SqlConversationStore) -> None:
    mine, _ = store.add(None, ask("私の質問"))
    store.add(None, ask("ほかの人の質問"))
    assert [turn.question for turn in store.turns(mine)] == ["私の質問"]


def test_feedback_is_kept_once_for_a_known_turn(store: SqlConversationStore, tmp_path: Path) -> None:
    _, turn_id = store.add(None, ask())
    assert store.record_feedback(turn_id, True)
    assert store.record_feedback(turn_id, False, "金額がない")
    assert not store.record_feedback("unknown", True)
    assert read_rows(tmp_path, "select turn_id, useful, comment from feedback") == [(turn_id, 0, "金額がない")]


def test_personal_data_never_reaches_the_disk(store: SqlConversationStore, tmp_path: Path) -> None:
    _, turn_id = store.add(None, ask("090-1234-5678 の山田です。taro@example.jp へ返事を"))
    store.record_feedback(turn_id, False, "048-591-1111 へ電話をください")
    store.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for personal in (b"1234-5678", b"taro@example", b"591-1111"):
        assert personal not in stored


def test_purge_deletes_old_turns_with_their_feedback(store: SqlConversationStore, tmp_path: Path) -> None:
    conversation_id, turn_id = store.add(None, ask())
    store.record_feedback(turn_id, True)
    assert store.purge(datetime.now(UTC) - timedelta(minutes=1)) == 0
    assert store.purge(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert store.turns(conversation_id) == ()
    assert read_rows(tmp_path, "select * from feedback") == []


def test_opening_deletes_what_is_past_the_retention(tmp_path: Path) -> None:
    store = open_store("", tmp_path, retention_days=30)
    old, _ = store.add(None, ask("古い質問"))
    recent, _ = store.add(None, ask("新しい質問"))
    store.close()
    set_age(tmp_path, old, days=31)
    set_age(tmp_path, recent, days=29)
    reopened = open_store("", tmp_path, retention_days=30)
    reopened.close()
    assert read_rows(tmp_path, "select question from turns") == [("新しい質問",)]


def test_use_deletes_what_has_grown_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store("", tmp_path, retention_days=30)
    old, _ = store.add(None, ask("古い質問"))
    set_age(tmp_path, old, days=31)
    monkeypatch.setattr(conversation, "PURGE_EVERY_SECONDS", 0.0)
    store.add(None, ask("新しい質問"))
    store.close()
    assert read_rows(tmp_path, "select question from turns") == [("新しい質問",)]


def test_conversation_past_the_retention_is_not_continued(tmp_path: Path) -> None:
    store = open_store("", tmp_path, retention_days=30)
    old, _ = store.add(None, ask())
    set_age(tmp_path, old, days=31)
    assert store.turns(old) == ()
    store.close()


def test_many_threads_write_at_once(store: SqlConversationStore) -> None:
    conversation_id, _ = store.add(None, ask())
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda number: store.add(conversation_id, ask(f"質問{number}")), range(40)))
    assert {one for one, _ in added} == {conversation_id}
    assert len({turn_id for _, turn_id in added}) == 40


def test_records_survive_a_restart(tmp_path: Path) -> None:
    store = open_store("", tmp_path, retention_days=90)
    conversation_id, _ = store.add(None, ask())
    store.close()
    reopened = open_store("", tmp_path, retention_days=90)
    assert reopened.turns(conversation_id) == (ask(),)
    reopened.close()


def test_only_the_owner_reads_the_file(store: SqlConversationStore, tmp_path: Path) -> None:
    store.add(None, ask())
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0}


@pytest.mark.parametrize("url", ["not a url", "nosuchdatabase://host/x", "sqlite:////nosuchfolder/records"])
def test_unusable_database_is_refused_in_one_line(tmp_path: Path, url: str) -> None:
    with pytest.raises(RecordsUnavailable) as refused:
        open_store(url, tmp_path, retention_days=90)
    assert str(refused.value).startswith("records: ")
    assert "\n" not in str(refused.value)


def test_data_folder_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(RecordsUnavailable, match="data"):
        open_store("", tmp_path / "data", retention_days=90)


def test_broken_database_is_told_without_the_words_of_the_question(tmp_path: Path) -> None:
    store = open_store("", tmp_path, retention_days=90)
    with sqlite3.connect(tmp_path / "records.sqlite3") as connection:
        connection.execute("drop table turns")
    with pytest.raises(RecordsUnavailable) as refused:
        store.add(None, ask("誰にも見せない質問"))
    assert "誰にも" not in str(refused.value)
    store.close()


def read_rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "records.sqlite3") as connection:
        return connection.execute(query).fetchall()


def set_age(folder: Path, conversation_id: str, days: int) -> None:
    asked_at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with sqlite3.connect(folder / "records.sqlite3") as connection:
        connection.execute("update turns set asked_at = ? where conversation_id = ?", (asked_at, conversation_id))
