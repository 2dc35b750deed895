import pytest

from eval.folding import Shelf, fold, holds


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("平成 22 年", "平成22年"),
        ("（１）　ＮＰＯ法人", "(1)NPO法人"),
        ("- ・予算は\t適切か\n", "予算は適切か"),
        ("課・室の長", "課室の長"),
        ("サービス", "サービス"),
    ],
)
def test_width_white_space_and_bullets_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_list_mark_that_only_the_span_has_does_not_count() -> None:
    assert holds(fold("お互いの違いを認め合おう"), "２ お互いの違いを認め合おう")
    assert holds(fold("効果的な分担です"), "(3) 効果的な分担です")


def test_a_leading_figure_is_not_taken_for_a_list_mark_of_a_short_span() -> None:
    assert not holds(fold("300 円"), "2 300 円")


def test_a_span_is_found_in_the_sections_of_the_named_cities_only(shelf: Shelf) -> None:
    assert shelf.find_sections(("aoi", "midori"), "共催") == {"aoi/1-1", "midori/1"}
    assert shelf.find_sections(("midori",), "共催") == {"midori/1"}
    assert shelf.find_sections(("elsewhere",), "共催") == frozenset()


def test_a_city_states_what_runs_over_a_line_break(shelf: Shelf) -> None:
    assert shelf.states("midori", "窓口です。電話")
    assert not shelf.states("aoi", "窓口です。電話")
    assert not shelf.states("elsewhere", "共催")
