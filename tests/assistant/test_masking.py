"""Personal data is masked; the words of the subject are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.masking import MASK, mask_personal_data

DIGITS = st.sampled_from(["0123456789", "０１２３４５６７８９"])
SEPARATORS = st.sampled_from(["", "-", "－", "ー", "‐", " ", "　", "−"])


@pytest.mark.parametrize(
    "personal",
    [
        "090-1234-5678",
        "０９０－１２３４－５６７８",
        "09012345678",
        "048-591-1111",
        "(048)591-1111",
        "03（1234）5678",
        "+81 90 1234 5678",
        "taro.yamada@example.co.jp",
        "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ",
        "123456789012",
        "1234-5678-9012",
        "1234 5678 9012",
        "〒364-8633",
        "364-8633",
        "北本市本町1-111",
        "本町１丁目２番３号",
        "取手市寺田5139番地",
        "埼玉県北本市中央二丁目1番地の5",
    ],
)
def test_personal_data_is_masked_and_its_surroundings_kept(personal: str) -> None:
    masked = mask_personal_data(f"連絡先は「{personal}」です")
    assert masked == f"連絡先は「{MASK}」です"


@pytest.mark.parametrize(
    "text",
    [
        "平成19年(2007年)3月に作られた計画は？",
        "2007年から2016年までの10年間",
        "様式第1号と第3条第2項",
        "第5章 5-1-1 (1) 共催",
        "取手市の補助金の上限は300,000円ですか",
        "市民10,000人に聞きました（回収率45.6%）",
        "北本市第5章の1",
        "市と一緒に名前を出して講演会を開きたい",
        "平成21年度はどの課がやる？",
    ],
)
def test_words_of_the_subject_are_kept(text: str) -> None:
    assert mask_personal_data(text) == text


@given(DIGITS, SEPARATORS, st.sampled_from([(3, 4, 4), (2, 4, 4), (3, 3, 4), (4, 2, 4), (5, 1, 4)]), st.data())
def test_no_phone_number_survives(digits: str, separator: str, groups: tuple[int, ...], data: st.DataObject) -> None:
    drawn = [data.draw(st.text(digits, min_size=size, max_size=size)) for size in groups]
    number = separator.join([digits[0] + drawn[0][1:], *drawn[1:]])
    masked = mask_personal_data(f"電話は{number}まで")
    assert masked == f"電話は{MASK}まで"


@given(DIGITS, SEPARATORS, st.data())
def test_no_individual_number_survives(digits: str, separator: str, data: st.DataObject) -> None:
    groups = [data.draw(st.text(digits, min_size=4, max_size=4)) for _ in range(3)]
    assert mask_personal_data(f"番号{separator.join(groups)}です") == f"番号{MASK}です"


@given(st.from_regex(r"\A[a-z0-9._+-]{1,20}@[a-z0-9-]{1,20}(\.[a-z]{2,5}){1,2}\Z"))
def test_no_address_of_mail_survives(address: str) -> None:
    assert "@" not in mask_personal_data(f"私は {address} です")


@given(st.text(max_size=200))
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask_personal_data(text)
    assert mask_personal_data(once) == once


@given(
    st.text(
        st.characters(exclude_categories=("Nd", "Cs"), exclude_characters="@＠一二三四五六七八九十百"),
        max_size=200,
    )
)
def test_text_without_digits_and_mail_signs_is_kept(text: str) -> None:
    assert mask_personal_data(text) == text
