"""A question is read for its language, its cities, its kind and the facts that it wants."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from assistant.fact_types import asked_facts, fact_types
from assistant.patterns import clean, detect_language, is_closed, is_negative, matching_form
from assistant.understand import understand
from corpus.guideline import Guideline


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("共催とは何ですか", "ja"),
        ("NPO法人とボランティアの違い", "ja"),
        ("きょうさいって？", "ja"),
        ("What is co-hosting?", "en"),
        ("What does 共催 mean in this guideline?", "en"),
        ("?", "ja"),
        ("", "ja"),
        ("12345", "ja"),
    ],
)
def test_the_language_is_the_one_that_carries_the_sentence(text: str, lang: str) -> None:
    assert detect_language(text) == lang


def test_a_language_that_was_chosen_wins(guidelines: Mapping[str, Guideline]) -> None:
    assert understand("共催とは", None, "en", guidelines).lang == "en"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("共催って何？", "definition"),
        ("What does adopt system mean?", "definition"),
        ("うちの講座はどの形態が合いますか", "which_form"),
        ("Which form suits a joint festival?", "which_form"),
        ("協働の原則を全部教えて", "list"),
        ("How many principles are there?", "list"),
        ("後援について市ごとの違いを知りたい", "compare"),
        ("How do the five cities treat co-hosting?", "compare"),
        ("補助と助成の違い", "difference"),
        ("宗教活動も対象になりますか", "yesno"),
        ("Can a company take part?", "yesno"),
        ("協働を進める背景", "open"),
    ],
)
def test_the_kind_of_answer_that_is_wanted(guidelines: Mapping[str, Guideline], question: str, kind: str) -> None:
    assert understand(question, "kitamoto", None, guidelines).kind == kind


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("参加費はいくらですか", "amount"),
        ("How much money can we get?", "amount"),
        ("加入率は何％？", "percent"),
        ("窓口の電話は？", "phone"),
        ("ＴＥＬではなくFAXを教えて", "phone"),
        ("申請の締切はいつ", "deadline"),
        ("委員は何名ですか", "count"),
        ("How many members are there?", "count"),
        ("委員の任期は", "duration"),
        ("この計画はいつ作られた", "date"),
        ("In which year was it made?", "date"),
        ("担当課を知りたい", "office"),
        ("Which department runs it?", "office"),
        ("委員長は誰ですか", "chair"),
        ("何歳から参加できますか", "age"),
        ("守らなかったら罰がありますか", "penalty"),
        ("センターは何時まで開いていますか", "hours"),
        ("なんさいから でられますか", "age"),
        ("高校生でもいいですか", "young_people"),
        ("窓口は市役所の何階ですか", "floor"),
        ("講習はいくらかかりますか", "amount"),
        ("What is the web address?", "mail"),
        ("秋の会合はどの会議室でしたか", "venue"),
        ("組織図の真ん中には何が描かれていますか", "drawing"),
        ("協働推進課の直通を知りたい", "extension"),
        ("もとになった本の出版社はどこですか", "publisher"),
    ],
)
def test_the_type_of_fact_that_is_wanted(question: str, fact: str) -> None:
    assert fact in {found.name for found in asked_facts(question)}


@pytest.mark.parametrize(
    "question",
    [
        "協働とは何ですか",
        "いつでも参加できますか",
        "いくらでも工夫できますか",
        "What is co-hosting?",
        "電話は会議に使えますか",
        "What agencies take part?",
        "Are minor revisions allowed?",
        "なんかいい方法はありますか",
        "協働に何期待していますか",
        "働いた分も金額に入れてよいですか",
        "こちらからは何を出せばよいですか",
        "参加者の住所や電話の控えは、どう扱えばよいですか",
    ],
)
def test_a_question_that_wants_no_figure_is_not_held_to_one(question: str) -> None:
    assert [fact.name for fact in asked_facts(question) if fact.strict] == []


def test_a_fact_is_read_from_the_sentence_that_asks() -> None:
    told = "参加者の電話番号を預かることになりました。気をつけることは？"
    assert "phone" not in {fact.name for fact in understand(told, None, None, {}).facts}


@pytest.mark.parametrize(
    ("question", "stating", "silent"),
    [
        ("事務所は何区画ありますか", "全部で12区画です", "12団体が入ります"),
        ("何人で行きましたか", "職員5名が参加", "平成17年10月14日"),
        ("何か所ありますか", "3箇所", "3人"),
    ],
)
def test_a_count_is_of_what_is_counted(question: str, stating: str, silent: str) -> None:
    count = next(fact for fact in asked_facts(question) if fact.name == "count")
    assert count.states.search(stating) and not count.states.search(silent)


@pytest.mark.parametrize(
    ("fact", "stating", "silent"),
    [
        ("amount", "上限は 10 万円とします。", "資金的支援を行います。"),
        ("percent", "参加している人は、14.0%です。", "参加する人が多くなっています。"),
        ("phone", "電話 042-528-4312", "担当課にお問い合わせください。"),
        ("age", "18歳以上の市民", "市民であること"),
        ("duration", "任期は2年とします。", "委員を選びます。"),
        ("office", "地域づくり課", "市が行います。"),
        ("date", "平成18年6月27日", "開催しました。"),
    ],
)
def test_a_text_states_a_type_of_fact_or_does_not(fact: str, stating: str, silent: str) -> None:
    states = next(known.states for known in fact_types() if known.name == fact)
    assert states.search(stating) and not states.search(silent)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("共\u200b催", "共催"),
        ("\u202e共催\u202c", "共催"),
        ("\ufeff共催", "共催"),
        ("\U000e0041共催", "共催"),
        ("<b>共催</b>とは", "共催 とは"),
        ("共催\n\n\tとは　何", "共催 とは 何"),
        ("共\x00催\x07", "共催"),
        ("1 < 2", "1 < 2"),
        ("   ", ""),
    ],
)
def test_hidden_characters_and_markup_are_not_read(typed: str, read: str) -> None:
    assert clean(typed) == read


@run(deadline=None)
@given(st.text())
def test_a_cleaned_question_is_printable_and_cleaning_it_again_changes_nothing_visible(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip() and "  " not in cleaned
    assert all(character.isprintable() for character in cleaned)
    assert not any("\u200b" <= character <= "\u200f" for character in cleaned)


@pytest.mark.parametrize("text", ["電話番号は?", "fee?", "市ごとに比べて", "npoって何", "10人"])
def test_patterns_see_one_form_whatever_the_width_and_case(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert matching_form(wide) == matching_form(text) == matching_form(text.upper())


@run(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_understood(guidelines: Mapping[str, Guideline], text: str) -> None:
    understood = understand(text, None, None, guidelines)
    assert understood.cities and set(understood.cities) <= set(guidelines)
    assert set(understood.named) <= set(understood.cities)
    assert understood.core in understood.text or not understood.text


@pytest.mark.parametrize(
    ("question", "smalltalk"),
    [
        ("こんにちは", True),
        ("ありがとうございました", True),
        ("thanks!", True),
        ("ありがとう、共催とは？", False),
        ("さっきはありがとう、助かったわ", True),
        ("Good night, see you!", True),
        ("きみって人間？", True),
        ("今日はもう疲れた", True),
        ("へぇ、面白い話だった！ありがとね", True),
        ("Great, thanks! Hope you have a nice day.", True),
        ("ごめん、愚痴になっちゃった", True),
        ("ありがとう。次は補助金について教えて", False),
        ("Do you ever get tired?", True),
        ("What documents do you need?", False),
        ("Hello, who can apply?", False),
        ("こんにちは。費用はいくらですか", False),
        ("ありがとう、共催とは", False),
        ("営利目的でもいいですよね", False),
        ("「元気発進」プランはいつできましたか", False),
        ("定年で暇ができました。役に立てる活動はありますか", False),
        ("行事が天気で中止になったら費用はどうなりますか", False),
    ],
)
def test_a_greeting_is_told_from_a_question(
    guidelines: Mapping[str, Guideline], question: str, smalltalk: bool
) -> None:
    assert understand(question, None, None, guidelines).smalltalk is smalltalk


@pytest.mark.parametrize(
    ("question", "plain"),
    [("共催をやさしく教えて", True), ("Explain co-hosting simply", True), ("共催とは", False)],
)
def test_plain_words_are_asked_for(guidelines: Mapping[str, Guideline], question: str, plain: bool) -> None:
    assert understand(question, None, None, guidelines).plain is plain


def test_what_is_asked_after_a_long_story_is_the_core(guidelines: Mapping[str, Guideline]) -> None:
    story = "町内会の役員をしています。公園の花壇を近所の人と手入れしています。市に申請する窓口の課はどこですか。"
    understood = understand(story, "kitamoto", None, guidelines)
    assert "窓口" in understood.core and "花壇" not in understood.core
    assert "花壇" in understood.text


def test_closed_and_negative_questions_are_told_apart() -> None:
    assert is_closed("宗教活動も対象になりますか") and not is_closed("何が対象になりますか")
    assert is_negative("対象にならないのですか") and not is_negative("対象になりますか")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("共催とは", "共催"),
        ("共催って何？", "共催"),
        ("後援とはどういうものですか", "後援"),
        ("アダプト・システムの意味は？", "アダプト・システム"),
        ("What is the adopt system?", "adopt system"),
        ("What does co-hosting mean?", "co-hosting"),
        ("共催って申請いる？", ""),
        ("共催とは違う形はありますか", ""),
    ],
)
def test_what_is_to_be_explained_is_known(guidelines: Mapping[str, Guideline], question: str, topic: str) -> None:
    assert understand(question, "kitamoto", None, guidelines).topic == topic
