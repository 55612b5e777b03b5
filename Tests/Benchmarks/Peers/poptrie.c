// Poptrie's own lookups, which give a pointer for each address: poptrie FOLDER TABLE [ROUNDS]
#include "peer.h"
#include "poptrie.h"

// Pointers to these are the next hops; what is stored there is what is summed.
static uint32_t hops[65536];

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  const int rounds = argc > 3 ? atoi(argv[3]) : 5;
  table t = read_table(argv[1], argv[2]);
  for (uint32_t i = 0; i < 65536; i++) hops[i] = i;
  const double before = now();
  struct poptrie *poptrie = poptrie_init(NULL, 22, 23);
  if (!poptrie) fail("poptrie_init");
  for (size_t i = 0; i < t.count; i++) {
    const route r = t.routes[i];
    int failed;
    if (t.is6) {
      __uint128_t bits = 0;
      for (int j = 0; j < 16; j++) bits = bits << 8 | r.bytes[j];
      failed = poptrie6_route_add(poptrie, bits, r.length, &hops[r.next_hop + 1]);
    } else {
      failed = poptrie_route_add(poptrie, r.bits, r.length, &hops[r.next_hop + 1]);
    }
    if (failed < 0) fail("poptrie_route_add");
  }
  const double build = (now() - before) / 1e6;
  for (int k = 0; k < 3; k++) {
    size_t count;
    void *keys = read_keys(argv[1], t.name, kinds[k], t.is6 ? 16 : 4, &count);
    __uint128_t *wide = NULL;
    if (t.is6) {
      wide = malloc(count * sizeof *wide);
      if (!wide) fail("memory");
      for (size_t i = 0; i < count; i++) {
        wide[i] = 0;
        for (int j = 0; j < 16; j++) wide[i] = wide[i] << 8 | ((uint8_t(*)[16])keys)[i][j];
      }
    }
    double best = 1e18;
    uint64_t sum = 0;
    for (int round = 0; round < rounds; round++) {
      const double start = now();
      sum = 0;
      for (size_t i = 0; i < count; i++) {
        const uint32_t *hop =
            t.is6 ? poptrie6_lookup(poptrie, wide[i]) : poptrie_lookup(poptrie, ((uint32_t *)keys)[i]);
        sum += hop ? *hop : 0;
      }
      const double time = now() - start;
      if (time < best) best = time;
    }
    print_line("poptrie", t.name, kinds[k], best / count, sum, 0, build);
    free(keys);
    free(wide);
  }
  return 0;
}
