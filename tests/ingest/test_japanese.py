"""Reading Japanese official text: numerals, shadow copies, sentences, what is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.japanese import close_up, display_text, fold, named_years, normalise, number_value, sentence_spans

japanese = st.text(st.characters(codec="euc_jp", exclude_characters="¥‾"), max_size=40)
prose = st.text("協働とはaA1 　\n。！？!?「」（）()【】『』、・", max_size=60)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3", 3), ("３", 3), ("12", 12), ("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31),
        ("①", 1), ("⑳", 20), ("⑶", 3), ("(4)", 4), ("（5）", 5), ("ア", 1), ("ウ", 3), ("コ", 10), ("ｳ", 3),
    ],
)  # fmt: skip
def test_a_printed_number_has_its_value(printed: str, value: int) -> None:
    assert number_value(printed) == value


@pytest.mark.parametrize("printed", ["", " ", "章", "アイ", "1a", "a", "-1", "十章", "百"])
def test_what_is_no_number_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="not a heading number"):
        number_value(printed)


@given(st.integers(1, 99))
def test_kanji_numerals_are_read_up_to_99(value: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    printed = ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")
    assert number_value(printed) == value


@given(japanese)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(japanese)
def test_normalising_a_normalised_text_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(japanese)
def test_a_folded_text_holds_no_white_space(text: str) -> None:
    assert not any(character.isspace() for character in fold(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("参 考 资 料", "参考資料"),
        ("ＮＰＯ　法人", "npo法人"),
        ("（１）共催", "(1) 共催"),
        ("平成 24 年", "平成24年"),
        ("ﾎﾞﾗﾝﾃｨｱ", "ボランティア"),
        ("か゛いた゛ん", "がいだん"),
        ("2012―2013", "2012-2013"),
        ("⺠間", "民間"),
    ],
)
def test_two_prints_of_one_text_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("センター", "センタ"), ("2〜3人", "23人"), ("共催", "後援")])
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("行う。働く。", ["行う。", "働く。"]),
        ("「行う。働く。」という。次。", ["「行う。働く。」という。", "次。"]),
        ("公（きょう。う）です。次。", ["公（きょう。う）です。", "次。"]),
        ("なぜ必要なのでしょう？理由は次。", ["なぜ必要なのでしょう？", "理由は次。"]),
        ("途中で\n\n切れた。", ["途中で\n\n切れた。"]),
        ("終わりがない", ["終わりがない"]),
        ("閉じた。）次。", ["閉じた。）", "次。"]),
        (" \n　", []),
    ],
)
def test_sentences_end_at_full_stops_outside_brackets(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@given(prose, st.integers(0, 10), st.integers(0, 10))
def test_sentences_are_slices_in_order_that_leave_out_only_white_space(text: str, cut: int, rest: int) -> None:
    start, end = min(cut, len(text)), max(min(cut, len(text)), len(text) - rest)
    position = start
    for begin, stop in sentence_spans(text, start, end):
        assert position <= begin < stop <= end
        assert not text[position:begin].strip()
        assert text[begin:stop] == text[begin:stop].strip()
        position = stop
    assert not text[position:end].strip()


@pytest.mark.parametrize(
    ("verbatim", "shown"),
    [
        ("多くの活動に\n\n活用しやすい", "多くの活動に活用しやすい"),
        ("**多様な主体^{※1}が、\n協力する**", "多様な主体が、協力する"),
        ("- 申請書", "申請書"),
        ('<ul style="list-style-type: none"> ・ 委員委嘱</ul>', "委員委嘱"),
        ("1 < 2 である。", "1 < 2 である。"),
        ("NPO 法人", "NPO 法人"),
    ],
)
def test_a_span_is_shown_without_line_breaks_and_print_marks(verbatim: str, shown: str) -> None:
    assert display_text(verbatim) == shown


@pytest.mark.parametrize(
    ("spaced", "closed"),
    [
        ("協 働 の 指 針", "協働の指針"),
        ("協　働　の　指　針", "協働の指針"),
        ("目 次", "目次"),
        ("附　則", "附則"),
        ("第 ２ 章　協 働 の 形", "第２章　協働の形"),
        ("第 1 章 協 働 の 形", "第1章 協働の形"),
        ("１ 協 働 の 定 義", "１ 協働の定義"),
        ("(1) 協 働 の 形", "(1) 協働の形"),
        ("ア 協 働 の 形", "ア 協働の形"),
        ("ア イ デ ア 集", "アイデア集"),
        ("⺠ 間 と の 協 働", "⺠間との協働"),
        ("市 民", "市 民"),
        ("１ ２ ３", "１ ２ ３"),
        ("a b c d", "a b c d"),
        ("共催 後援 委託", "共催 後援 委託"),
        ("協\t働\tの", "協\t働\tの"),
        ("協  働  の", "協  働  の"),
        ("", ""),
    ],
)
def test_letters_that_are_spaced_out_one_by_one_are_closed_up(spaced: str, closed: str) -> None:
    assert close_up(spaced) == closed


@given(st.text("協働の形ア1第章 　\tab", max_size=30))
def test_closing_up_takes_white_space_away_and_nothing_else(text: str) -> None:
    assert "".join(close_up(text).split()) == "".join(text.split())
    assert len(close_up(text)) <= len(text)


def test_every_radical_is_read_as_its_kanji() -> None:
    supplement = [chr(code) for code in range(0x2E80, 0x2F00) if unicodedata.category(chr(code)) == "So"]
    assert len(supplement) == 115
    for radical in supplement:
        assert unicodedata.category(normalise(radical)) in {"Lo", "Lm"}, radical
        assert normalise(normalise(radical)) == normalise(radical)
    assert normalise("⺠⼈⻄⻑⻘⻭⻣⻤⻩⻯⽇⾏⻓⻋") == "民人西長青歯骨鬼黄竜日行長車"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("平成19年3月", {2007}),
        ("平成元年度", {1989}),
        ("令和３年", {2021}),
        ("平成 1 8 年 9 月", {2006}),
        ("昭和60年から平成12年まで", {1985, 2000}),
        ("population in 2050", {2050}),
        ("2000円を2006年に", {2006}),
        ("電話 048-591-1111", set()),
        ("70,126人、2000人", set()),
    ],
)
def test_years_are_read_in_both_calendars(text: str, years: set[int]) -> None:
    assert named_years(text) == years
