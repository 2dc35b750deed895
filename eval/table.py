"""Measures, comparisons, tunings and benchmarks as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.weights import Weights
from assistant.wording import say_both
from eval.bench import AIM, WIDGET_BUDGET, Bench, Speed
from eval.compare import Comparison
from eval.record import Record
from eval.summary import (
    COLUMNS,
    GROUPINGS,
    PROMISES,
    estimate_measures,
    find_percentile,
    find_single_facts,
    split_records,
)
from eval.tune import Tuning

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
    lengths = [float(len(record.actual_text)) for record in find_single_facts(records)]
    if lengths:
        told = f"{say_both('eval.single_fact')}: {say_both('eval.median_length')}"
        print(f"  {told} {find_percentile(lengths, 50):.0f}  n={len(lengths)}")


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


def print_tuning(tuning: Tuning, old: Weights) -> None:
    """Print how the old and the new weights do, then every weight that moved."""
    rows: list[tuple[str, float, float]] = [("tune_first", *tuning.first)]
    before, after = tuning.judged
    rows.append(("tune_answered", before.answered, after.answered))
    rows.append(("tune_refused", before.refused, after.refused))
    print(say_both("eval.tune_about", examples=tuning.examples, cases=after.answerable + after.unanswerable))
    for key, earlier, later in rows:
        print(f"  {earlier:.3f} -> {later:.3f}  {say_both(f'eval.{key}')}")
    for key, unseen in (("tune_unseen", tuning.unseen), ("tune_unnoted", tuning.unnoted)):
        shares = {"answered": f"{unseen.answered:.3f}", "refused": f"{unseen.refused:.3f}"}
        print(f"  {say_both(f'eval.{key}', **shares)}")
    for table in ("ranking", "judging", "thresholds"):
        earlier_values, values = getattr(old, table), getattr(tuning.weights, table)
        print(f"[{table}]")
        for name in dict.fromkeys([*values, *earlier_values]):
            moved = values.get(name, 0.0) - earlier_values.get(name, 0.0)
            print(f"  {name:<32}{values.get(name, 0.0):9.4f}" + (f"  {moved:+.4f}" if moved else ""))


def print_bench(bench: Bench) -> None:
    """Print milliseconds, then ratios."""
    full, bare = bench.full, bench.without_notes
    print(say_both("eval.bench_answers"))
    for name, speed in (("all", full.speed), *bench.by_suite.items()):
        print(f"  {name:<10}{_show_speed(speed)}")
    print(f"{full.speed.slow / AIM:9.2f}  p95 / {AIM:.0f} ms")
    print(say_both("eval.bench_load", load=f"{bench.load:.1f}", cores=bench.cores))
    print(say_both("eval.bench_builds", seconds=f"{full.seconds:.1f}", texts=full.embedded))
    one, two = bench.one_city, bench.two_cities
    for key, part, whole in (
        ("ratio_again", bench.again, full.seconds),
        ("ratio_notes_build", full.seconds, bare.seconds),
        ("ratio_notes_middle", full.speed.middle, bare.speed.middle),
        ("ratio_notes_slow", full.speed.slow, bare.speed.slow),
        ("ratio_cities_units", two.units, one.units),
        ("ratio_cities_build", two.seconds, one.seconds),
        ("ratio_cities_middle", two.speed.middle, one.speed.middle),
        ("ratio_cities_slow", two.speed.slow, one.speed.slow),
        ("ratio_widget", bench.widget, WIDGET_BUDGET),
    ):
        print(f"{part / whole:9.2f}  {say_both(f'eval.{key}')}")


def _show_speed(speed: Speed) -> str:
    return f"p50 {speed.middle:7.1f} ms   p95 {speed.slow:7.1f} ms   n={speed.count}"


def _print_groups(records: Sequence[Record], columns: Sequence[str]) -> None:
    parts = split_records(records, GROUPINGS["city"])
    heads = (f"{name[:12]:>12}" for name in columns)
    print("  " + " ".join([f"{'city':<{_WIDEST_GROUP}}", f"{'n':>4}", *heads]))
    for group, own in sorted(parts.items()):
        means = estimate_measures(own, columns)
        cells = (f"{means[name].mean:12.3f}" if name in means else f"{'-':>12}" for name in columns)
        shown = group if len(group) <= _WIDEST_GROUP else f"{group[: _WIDEST_GROUP - 1]}…"
        print("  " + " ".join([f"{shown:<{_WIDEST_GROUP}}", f"{len(own):>4}", *cells]))
