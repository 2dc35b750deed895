"""Measures and comparisons as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.wording import say_both
from eval.compare import Comparison
from eval.record import Record
from eval.summary import COLUMNS, GROUPINGS, PROMISES, estimate_measures, find_percentile, split_records

_WIDEST_GROUP = 12


def print_summary(records: Sequence[Record]) -> None:
    """Print every suite's measures with intervals, then its cities, then the promises and the time."""
    for suite, own in split_records(records, lambda record: record.suite).items():
        columns = COLUMNS[suite]
        means = estimate_measures(own, columns)
        print(f"\n{suite}  n={len(own)}")
        for name, estimate in means.items():
            interval = f"[{estimate.low:.3f}, {estimate.high:.3f}]"
            print(f"  {name:<22}{estimate.mean:8.3f}  {interval}  n={estimate.count}")
        _print_groups(own, columns)
    print(f"\n{say_both('eval.promises')}")
    for name, estimate in estimate_measures(records, PROMISES).items():
        print(f"  {name:<22}{estimate.mean:8.3f}  n={estimate.count}")
    times = [record.timings["answer"] for record in records if "answer" in record.timings]
    if times:
        middle, slow = find_percentile(times, 50), find_percentile(times, 95)
        print(f"  {'p50 / p95 ms':<22}{middle:8.1f} / {slow:.1f}")


def print_comparison(comparison: Comparison) -> None:
    """Print the measures that moved, then each question that got better or worse."""
    print(f"{'suite':<9}{'measure':<22}{'before':>8}{'after':>8}   difference")
    for change in comparison.changes:
        moved = change.difference
        print(
            f"{change.suite:<9}{change.measure:<22}{change.before:8.3f}{change.after:8.3f}"
            f"   {moved.mean:+.3f} [{moved.low:+.3f}, {moved.high:+.3f}] n={moved.count}"
        )
    for key, pairs in (("eval.better", comparison.better), ("eval.worse", comparison.worse)):
        print(f"\n{say_both(key)}: {len(pairs)}")
        for before, after in pairs:
            print(f"  {after.id}  {after.question}")
            told = after if key == "eval.worse" else before
            for reason in (*told.broken, *told.faults):
                print(f"      {say_both(f'eval.{reason.kind}')}: {reason.detail}")
    if comparison.only_one:
        print(f"\n{say_both('eval.only_one')}: {', '.join(comparison.only_one)}")


def _print_groups(records: Sequence[Record], columns: Sequence[str]) -> None:
    parts = split_records(records, GROUPINGS["city"])
    heads = (f"{name[:12]:>12}" for name in columns)
    print("  " + " ".join([f"{'city':<{_WIDEST_GROUP}}", f"{'n':>4}", *heads]))
    for group, own in sorted(parts.items()):
        means = estimate_measures(own, columns)
        cells = (f"{means[name].mean:12.3f}" if name in means else f"{'-':>12}" for name in columns)
        shown = group if len(group) <= _WIDEST_GROUP else f"{group[: _WIDEST_GROUP - 1]}…"
        print("  " + " ".join([f"{shown:<{_WIDEST_GROUP}}", f"{len(own):>4}", *cells]))
