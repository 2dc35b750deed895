from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.ablation import AblationError, Variant, apply_variant, read_variants


def test_the_shipped_list_fits_the_settings() -> None:
    variants = read_variants()
    assert len({variant.label for variant in variants}) == len(variants) >= 1
    for variant in variants:
        apply_variant(Settings(), variant)


def test_a_variant_replaces_only_what_it_names(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, port=9)
    changed = apply_variant(settings, Variant("other port", {"port": 10}))
    assert changed == settings.model_copy(update={"port": 10})


@pytest.mark.parametrize(
    ("values", "reason"), [({"ports": 1}, "there is no setting ports"), ({"port": "x"}, "port: ")]
)
def test_a_setting_that_cannot_be_is_named(values: dict[str, object], reason: str) -> None:
    with pytest.raises(AblationError, match=f"odd: {reason}"):
        apply_variant(Settings(), Variant("odd", values))


def test_a_file_that_is_no_list_of_variants_is_named(tmp_path: Path) -> None:
    path = tmp_path / "list.toml"
    path.write_text('[[variant]]\nname = "x"\n', encoding="utf-8")
    with pytest.raises(AblationError, match=r"list\.toml"):
        read_variants(path)
