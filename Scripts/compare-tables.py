#!/usr/bin/env python3
"""Makes tables and a figure of what `autodidact evaluate … --json` says of several learners. Called by compare.sh.

usage: compare-tables.py FOLDER NAME … [--seeds SEED …]

Reads, for each NAME and SEED, FOLDER/NAME-SEED.json, long-NAME-SEED.json (more steps) and shots-NAME-SEED.json (fewer
examples), whichever are there. Writes FOLDER/tables.md and FOLDER/learners.svg, and prints the means.
"""

import argparse
import itertools
import json
import math
import pathlib
import textwrap
from collections import defaultdict
from typing import NamedTuple

MEASURES = {"tokens": "Symbols right", "exact": "Whole outputs right"}
GROUPS = {"trained": "trained families, unseen rules", "held-out": "families held out altogether"}

COLOURS = {"joint": "#6b7280", "reptile": "#15803d", "fomaml": "#b45309", "maml": "#2563eb"}
OTHER_COLOURS = ["#7c3aed", "#dc2626", "#0891b2", "#db2777", "#65a30d", "#1e3a8a", "#78350f"]
LABELS = {"joint": "joint training"}

# The figure, in its own units: two panels side by side, each with numbers on its left and names on its right.
WIDTH, HEIGHT = 1000, 340
LEFTS, PLOT_WIDTH = (52, 544), 320
TOP, BOTTOM = 44, 290
LABEL_HEIGHT = 16


class Estimate(NamedTuple):
    """A mean over episodes, and half of its 95 % interval: 1.96 s / √count."""

    mean: float
    half_width: float
    count: int


class Record(NamedTuple):
    """What one file says of one family at one number of steps."""

    learner: str
    family: str
    group: str
    shots: int
    steps: int
    tokens: Estimate
    exact: Estimate


# Reading


def records_of(file, learner):
    """The records of one file of answers."""
    rows = json.loads(file.read_text(encoding="utf-8"))["evaluation"]["rows"]
    return [
        Record(learner, row["name"], row["group"], row["shots"], point["steps"],
               *(Estimate(point[m]["mean"], point[m]["halfWidth"], point[m]["count"]) for m in MEASURES))
        for row in rows for point in row["points"]]


def read(folder, prefix, names, seeds):
    """All records of the files that are there, and a sentence about those that are not, or ""."""
    records, missing = [], []
    for name, seed in itertools.product(names, seeds):
        file = folder / f"{prefix}{name}-{seed}.json"
        if file.exists():
            records += records_of(file, name)
        else:
            missing.append(file.name)
    if not records:
        return [], f"Not there, and so left out: any `{prefix}NAME-SEED.json`."
    return records, f"Not there, and so left out: {listed(f'`{name}`' for name in missing)}." if missing else ""


# Counting


def where(records, **fields):
    """The records that have these values."""
    return [record for record in records if all(getattr(record, name) == value for name, value in fields.items())]


def distinct(records, field):
    """The values of a field, each once, in the order of the records."""
    return list(dict.fromkeys(getattr(record, field) for record in records))


def pooled(estimates):
    """The estimate from all their episodes together: exact, as a half width gives back the squares it was made from."""
    count = sum(e.count for e in estimates)
    mean = sum(e.count * e.mean for e in estimates) / count
    squares = sum(
        e.count * (e.count - 1) * (e.half_width / 1.96) ** 2 + e.count * (e.mean - mean) ** 2 for e in estimates)
    return Estimate(mean, 1.96 * math.sqrt(squares / (count - 1) / count) if count > 1 else 0, count)


def estimate(records, measure):
    """The estimate of a measure from all episodes of these records."""
    return pooled([getattr(record, measure) for record in records])


def episodes(records, columns):
    """How many episodes stand behind each number, and behind which fewer: "900; 450 of maml at 50 and 100 steps"."""
    counts = {
        learner: counts_by_steps(where(records, learner=learner), columns) for learner in distinct(records, "learner")}
    most = max(count for own in counts.values() for count in own.values())
    fewer = defaultdict(list)  # learners, by how many episodes at which steps
    for learner, own in counts.items():
        for count in sorted(set(own.values()) - {most}):
            steps = [step for step in own if own[step] == count]
            fewer[count, "" if len(steps) == len(own) else f" at {listed(steps)} steps"].append(learner)
    return "; ".join([str(most), *(f"{count} of {listed(names)}{place}" for (count, place), names in fewer.items())])


def counts_by_steps(records, columns):
    """How many episodes stand behind one number after each number of steps."""
    points = [point for _, points in columns for point in points]
    counts = {point["steps"]: sum(record.tokens.count for record in where(records, **point)) for point in points}
    return {steps: count for steps, count in counts.items() if count}


def listed(items):
    """"a", "a and b", "a, b and c"."""
    *first, last = map(str, items)
    return f"{', '.join(first)} and {last}" if first else last


# Tables


def step_columns(records, start=0):
    """A column for each number of steps from `start` on: its heading, and which records stand in it."""
    return [(str(steps), [{"steps": steps}]) for steps in sorted(distinct(records, "steps")) if steps >= start]


def shot_columns(records):
    """A column for each number of examples, with all numbers of steps in it."""
    steps = sorted(distinct(records, "steps"))
    return [
        (f"{shots} examples", [{"shots": shots, "steps": s} for s in steps])
        for shots in sorted(distinct(records, "shots"))]


def table(title, labels, rows, columns, measure):
    """A Markdown table. `rows` are pairs of a row's labels and its records."""
    def cell(records):
        if not records:
            return "–"
        mean, half_width, _ = estimate(records, measure)
        return f"{mean:.2f} ± {half_width:.2f}"

    def line(cells):
        return f"| {' | '.join(cells)} |"

    rule = "|" + "---|" * len(labels) + "---:|" * len(columns)
    lines = [line([*labels, *(heading for heading, _ in columns)]), rule]
    for row_labels, records in rows:
        cells = [" / ".join(cell(where(records, **point)) for point in points) for _, points in columns]
        lines.append(line([*row_labels, *cells]))
    return paragraph(title) + "\n" + "\n".join(lines) + "\n"


def paragraph(text):
    """A paragraph in lines of at most 120 characters."""
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False) + "\n"


def group_tables(records, columns, note=""):
    """A table of all families together, for each measure and group."""
    for (measure, title), (group, families) in itertools.product(MEASURES.items(), GROUPS.items()):
        if members := where(records, group=group):
            rows = [([learner], where(members, learner=learner)) for learner in distinct(members, "learner")]
            count = len(distinct(members, "family"))
            yield table(f"**{title}{note}, {families}** ({count} families; episodes: {episodes(members, columns)})",
                        ["learner"], rows, columns, measure)


def family_tables(records, columns, note):
    """A table of each family's row for each learner, for each measure."""
    rows = []
    for family in distinct(records, "family"):
        members = where(records, family=family)
        name = f"{family} (held out)" if members[0].group == "held-out" else family
        for learner in distinct(members, "learner"):
            rows.append(([name, learner], where(members, learner=learner)))
            name = ""
    each = episodes(where(records, family=records[0].family), columns)
    for measure, title in MEASURES.items():
        yield table(f"**Each family: {title.lower()}{note}** (episodes of each family: {each})",
                    ["family", "learner"], rows, columns, measure)


def tables(command, full, fewer, notes):
    """The whole page."""
    page = [paragraph(
        f"Made by `{command}`: means over all episodes of all seeds, ± half of their 95 % interval, after so many "
        "adaptation steps.")]
    page += [paragraph(note) for note in notes if note]
    page += group_tables(full, step_columns(full))
    page += family_tables(full, step_columns(full, start=1), " after so many steps")
    if fewer:
        note = f" with fewer examples after {' / '.join(map(str, sorted(distinct(fewer, 'steps'))))} steps"
        page += group_tables(fewer, shot_columns(fewer), note)
        page += family_tables(fewer, shot_columns(fewer), note)
    return "\n".join(page)


# Figure


def x_of(steps, last):
    """How far right of a panel's left edge a number of steps stands."""
    return PLOT_WIDTH * math.log1p(steps) / math.log1p(last)


def y_of(share):
    """The height of a share, kept within the panel."""
    return BOTTOM - (BOTTOM - TOP) * min(max(share, 0), 1)


def text(x, y, words, colour="#4b5563", **attributes):
    """An SVG text; underscores in the names of attributes stand for hyphens."""
    more = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{more}>{words}</text>'


def axes(left, steps):
    """Lines at quarters, and the numbers of both axes."""
    for quarter in range(5):
        y = y_of(quarter / 4)
        yield f'<line x1="{left}" x2="{left + PLOT_WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e5e7eb"/>'
        yield text(left - 8, y + 4, f"{quarter / 4:.2f}", text_anchor="end")
    for step in steps:
        yield text(left + x_of(step, steps[-1]), BOTTOM + 20, step, text_anchor="middle")


def curve(points, colour):
    """A learner's line with its marks, over its 95 % band. `points` are pairs of x and estimate."""
    def path(corners):
        return " ".join(f"{x:.1f},{y_of(share):.1f}" for x, share in corners)

    upper = [(x, e.mean + e.half_width) for x, e in points]
    lower = [(x, e.mean - e.half_width) for x, e in points]
    middle = [(x, e.mean) for x, e in points]
    yield f'<polygon fill="{colour}" fill-opacity="0.15" points="{path(upper + lower[::-1])}"/>'
    yield f'<polyline fill="none" stroke="{colour}" stroke-width="2.5" points="{path(middle)}"/>'
    for x, share in middle:
        yield f'<circle cx="{x:.1f}" cy="{y_of(share):.1f}" r="3.5" fill="{colour}"/>'


def names_at(x, ends, colours):
    """The learners' names beside the ends of their lines, moved down where they would overlap."""
    last = -math.inf
    for y, learner in sorted((y_of(share), learner) for learner, share in ends.items()):
        last = max(y + 4, last + LABEL_HEIGHT)
        yield text(x, last, LABELS.get(learner, learner), colours[learner], font_weight=600)


def panel(left, records, families, steps, colours):
    """One panel: symbols right against adaptation steps, a line for each learner."""
    count = len(distinct(records, "family"))
    yield text(left, 24, f"Symbols right, {count} {families}", "#111827", font_size=15, font_weight=600)
    yield from axes(left, steps)
    shots = listed(sorted(distinct(records, "shots")))
    yield text(left + PLOT_WIDTH / 2, BOTTOM + 40, f"adaptation steps on {shots} examples", text_anchor="middle")
    ends = {}
    for learner in distinct(records, "learner"):
        own = where(records, learner=learner)
        points = [
            (left + x_of(step, steps[-1]), estimate(where(own, steps=step), "tokens"))
            for step in sorted(distinct(own, "steps"))]
        yield from curve(points, colours[learner])
        ends[learner] = points[-1][1].mean
    yield from names_at(left + PLOT_WIDTH + 10, ends, colours)


def figure(records):
    """The SVG: a panel for each group, on white."""
    others = itertools.cycle(OTHER_COLOURS)
    colours = {learner: COLOURS.get(learner) or next(others) for learner in distinct(records, "learner")}
    steps = sorted(distinct(records, "steps"))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" '
        'font-size="13">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>']
    for left, (group, families) in zip(LEFTS, GROUPS.items()):
        if members := where(records, group=group):
            lines += panel(left, members, families, steps, colours)
    return "\n".join([*lines, "</svg>", ""])


# Summary


def processor_seconds(folder, name):
    """What a learner's training took, from NAME.seconds; a dash where nobody noted it."""
    file = folder / f"{name}.seconds"
    return (file.read_text(encoding="utf-8").strip() if file.exists() else "") or "–"


def summary(folder, records):
    """The means of symbols right, a line for each learner, with its processor seconds of training."""
    for group in GROUPS:
        yield f"\nsymbols right, {group} families"
        members = where(records, group=group)
        for learner in distinct(members, "learner"):
            own = where(members, learner=learner)
            means = "".join(
                f"  {steps}: {estimate(where(own, steps=steps), 'tokens').mean:.3f}"
                for steps in sorted(distinct(own, "steps")))
            yield f"{learner:16}{means}  ({processor_seconds(folder, learner)} s)"


def main():
    """Reads a folder, writes its page and figure, prints its summary."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, metavar="FOLDER", help="of the answers, the page and the figure")
    parser.add_argument("names", nargs="+", metavar="NAME", help="of a learner, in the order of the tables' rows")
    parser.add_argument("--seeds", nargs="+", default=["101", "102"], metavar="SEED", help="of episodes; 101 102")
    options = parser.parse_args()
    folder, names, seeds = options.folder, options.names, options.seeds

    few, few_missing = read(folder, "", names, seeds)
    many, many_missing = read(folder, "long-", names, seeds)
    fewer, fewer_missing = read(folder, "shots-", names, seeds)
    full = sorted(few + many, key=lambda record: names.index(record.learner))
    if not full:
        parser.error(f"no NAME-SEED.json in {folder} for {listed(names)} and seeds {listed(seeds)}")
    settings = f"SEEDS='{' '.join(seeds)}'" + " LONG=1" * bool(many) + " SHOTS=1" * bool(fewer)
    command = f"{settings} Scripts/compare.sh FOLDER {' '.join(names)}"
    page = tables(command, full, fewer, [few_missing, many_missing, fewer_missing])
    (folder / "tables.md").write_text(page, encoding="utf-8")
    (folder / "learners.svg").write_text(figure(full), encoding="utf-8")
    print("\n".join(summary(folder, full)))
    print(f"\ntables: {folder / 'tables.md'}\nfigure: {folder / 'learners.svg'}")


if __name__ == "__main__":
    main()
