"""Holds two matrices (`packetwalk matrix --csv`) against each other, but for what the second can't know.

    compare.py EXPECTED FOUND [--but SOURCE,DESTINATION]...

Each end is a regular expression of a whole name; a pair counts in both directions.
"""

import argparse
import csv
import re
import sys

parser = argparse.ArgumentParser()
parser.add_argument("expected")
parser.add_argument("found")
parser.add_argument("--but", action="append", default=[])
arguments = parser.parse_args()
pairs = [tuple(pair.split(",")) for pair in arguments.but]


def is_compared(row):
    ends = row["source"], row["destination"]
    return not any(
        all(map(re.fullmatch, pair, order)) for pair in pairs for order in (ends, ends[::-1]))


def lines(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    # Into how many parts the internet falls is a matter of AWS's own prefix lists, which no template has.
    kept = [",".join(value for key, value in row.items() if key != "pairs") for row in rows if is_compared(row)]
    return kept, len(rows) - len(kept)


expected, expected_left = lines(arguments.expected)
found, found_left = lines(arguments.found)
for sign, one, other in (("-", expected, found), ("+", found, expected)):
    for line in one:
        if line not in other:
            print(f"{sign} {line}")
print(f"{len(expected)} lines compared, {expected_left} and {found_left} left out")
sys.exit(0 if sorted(expected) == sorted(found) and expected else 1)
