"""Prints a manifest as a table: each call, how often it was made, what became of it, the seconds that it took."""

import json
import sys
from collections import OrderedDict

manifest = json.load(open(sys.argv[1]))
rows = OrderedDict()
for entry in manifest["calls"] + manifest["failures"]:
    row = rows.setdefault(entry["call"], {"made": 0, "milliseconds": 0, "failed": set()})
    row["made"] += 1
    row["milliseconds"] += entry.get("milliseconds", 0)
    if "code" in entry:
        row["failed"].add(f'{entry["kind"]} ({entry["code"]})')
for call, row in rows.items():
    seconds = row["milliseconds"] / 1000
    print(f'{call:58} {row["made"]:3}  {seconds:6.1f} s  {", ".join(sorted(row["failed"])) or "ok"}')
print(f'{len(manifest["calls"])} answered, {len(manifest["failures"])} not')
