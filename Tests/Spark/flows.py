"""Writes a small network and flow logs of it: requests and answers, some of which the network does not let pass."""

import argparse
import gzip
import os
import random

NETWORK = """packetwalk: 1
vpcs:
  shop:
    cidr: 10.0.0.0/16
    internet-gateway: igw
    subnets:
      front: {cidr: 10.0.1.0/24, zone: us-west-2a}
      back: {cidr: 10.0.2.0/24, zone: us-west-2a}
    route-tables: {main: {routes: {0.0.0.0/0: internet-gateway}}}
    security-groups:
      web: {in: tcp/443 from 0.0.0.0/0, out: [tcp/5432 to sg:db, tcp/443 to 0.0.0.0/0]}
      db: {in: tcp/5432 from sg:web, out: []}
    interfaces:
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--topology", required=True)
    settings = parser.parse_args()
    os.makedirs(settings.folder)
    chance = random.Random(1)
    own = []
    with open(settings.topology, "w") as topology:
        topology.write(NETWORK)
        for number in range(60):
            group, subnet, net = ("web", "front", 1) if number % 2 == 0 else ("db", "back", 2)
            address = "10.0.%d.%d" % (net, 10 + number)
            own.append(("%s-%d" % (group, number), address, group))
            topology.write("      %s-%d: {subnet: %s, ip: %s, groups: %s}\n" % (group, number, subnet, address, group))
    header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"
    pieces = 20
    names = ["flows.log"] + ["flows-%02d.log.gz" % number for number in range(1, pieces)]
    outputs = [
        gzip.open(os.path.join(settings.folder, name), "wt", compresslevel=1)
        if name.endswith(".gz")
        else open(os.path.join(settings.folder, name), "w")
        for name in names
    ]
    for output in outputs:
        output.write(header + "\n")
    written = 0
    while written < settings.records:
        name, address, group = own[chance.randrange(len(own))]
        start = 1700000000 + written // 5000
        outward = chance.random() < 0.5
        far = "203.0.113.%d" % chance.randrange(256) if chance.random() < 0.7 else own[chance.randrange(len(own))][1]
        service = chance.choice([443, 443, 5432, 22])
        client = chance.randrange(32768, 61000)
        action = "REJECT" if chance.random() < 0.05 else "ACCEPT"
        here, there = (address, far) if outward else (far, address)
        for ends, ports in (((here, there), (client, service)), ((there, here), (service, client))):
            # The halves of a connection lie in files that have nothing to do with each other.
            outputs[chance.randrange(pieces)].write(
                "2 123456789012 %s %s %s %d %d 6 10 840 %d %d %s OK\n" % ((name,) + ends + ports + (start, start + 60, action))
            )
            written += 1
    for output in outputs:
        output.close()


if __name__ == "__main__":
    main()
