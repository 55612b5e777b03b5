"""pytricia and py-radix, one address at a time: peers.py FOLDER TABLE [KEYS]"""
import socket, struct, sys, time

folder, name = sys.argv[1], sys.argv[2]
most = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
routes = [line.split() for line in open(f"{folder}/{name}.routes")]
is6 = ":" in routes[0][0]
family, size = (socket.AF_INET6, 16) if is6 else (socket.AF_INET, 4)


def addresses(kind):
    data = open(f"{folder}/{name}.{kind}", "rb").read()
    for place in range(0, min(len(data), most * size), size):
        part = data[place : place + size]
        # Keys of IPv4 are numbers of this machine.
        yield socket.inet_ntop(family, part if is6 else struct.pack(">I", struct.unpack("=I", part)[0]))


def run(program, build, find):
    start = time.process_time()
    table = build()
    built = (time.process_time() - start) * 1e3
    for kind in ("uniform", "hit", "skewed"):
        keys = list(addresses(kind))
        start = time.process_time()
        for key in keys:
            find(table, key)
        took = (time.process_time() - start) * 1e9 / len(keys)
        # Fewer keys than the others have: their sum says nothing.
        print(f"{program}\t{name}\t{kind}\t{took:.1f}\t-\t0\t{built:.1f}", flush=True)


try:
    import pytricia

    def build():
        table = pytricia.PyTricia(size * 8, family)
        for prefix, hop in routes:
            table.insert(prefix, int(hop))
        return table

    run("pytricia", build, lambda table, key: table.get(key))
except ImportError:
    print("skipped: no pytricia", file=sys.stderr)

try:
    import radix

    def build():
        table = radix.Radix()
        for prefix, hop in routes:
            table.add(prefix).data["hop"] = int(hop)
        return table

    run("py-radix", build, lambda table, key: table.search_best(key))
except ImportError:
    print("skipped: no radix", file=sys.stderr)
