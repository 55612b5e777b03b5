// DPDK's rte_lpm and rte_fib, in bulk: dpdk FOLDER TABLE [ROUNDS]
#include "peer.h"
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_fib.h>
#include <rte_fib6.h>
#include <rte_log.h>
#include <rte_lpm.h>
#include <rte_memory.h>
#include <sys/mman.h>

// Without pages of its own DPDK would have small ones, which cost it up to half: ours have huge ones, too.
static int advise(const struct rte_memseg_list *list, void *arg) {
  (void)arg;
  madvise(list->base_va, list->len, MADV_HUGEPAGE);
  return 0;
}

static uint64_t hops[4096];

static void time4(const char *program, const table *t, const char *folder, struct rte_fib *fib, double bytes,
                  double build, int rounds) {
  for (int k = 0; k < 3; k++) {
    size_t count;
    uint32_t *keys = read_keys(folder, t->name, kinds[k], 4, &count);
    double best = 1e18;
    uint64_t sum = 0;
    for (int round = 0; round < 2 * rounds; round++) {
      const size_t piece = round & 1 ? 64 : 1024;
      const double before = now();
      sum = 0;
      for (size_t i = 0; i < count; i += piece) {
        rte_fib_lookup_bulk(fib, keys + i, hops, (int)piece);
        for (size_t j = 0; j < piece; j++) sum += hops[j];
      }
      const double time = now() - before;
      if (time < best) best = time;
    }
    print_line(program, t->name, kinds[k], best / count, sum, bytes, build);
    free(keys);
  }
}

static void fib4(const table *t, const char *folder, int rounds) {
  struct rte_fib_conf conf = {0};
  conf.type = RTE_FIB_DIR24_8;
  conf.default_nh = 0;
  conf.max_routes = 1 << 21;
  conf.dir24_8.nh_sz = RTE_FIB_DIR24_8_2B;
  conf.dir24_8.num_tbl8 = 8192;
  const double before = now();
  struct rte_fib *fib = rte_fib_create("fib", -1, &conf);
  if (!fib) fail("rte_fib_create");
  for (size_t i = 0; i < t->count; i++) {
    if (rte_fib_add(fib, t->routes[i].bits, (uint8_t)t->routes[i].length, t->routes[i].next_hop + 1)) fail("rte_fib_add");
  }
  const double build = (now() - before) / 1e6;
  // The table for the first 24 bits.
  const double bytes = 2.0 * (1 << 24);
  rte_fib_select_lookup(fib, RTE_FIB_LOOKUP_DIR24_8_SCALAR_MACRO);
  time4("rte_fib scalar", t, folder, fib, bytes, build, rounds);
  if (rte_fib_select_lookup(fib, RTE_FIB_LOOKUP_DIR24_8_VECTOR_AVX512) == 0) {
    time4("rte_fib avx512", t, folder, fib, bytes, build, rounds);
  }
  rte_fib_free(fib);
}

static void lpm(const table *t, const char *folder, int rounds) {
  struct rte_lpm_config conf = {.max_rules = 1 << 16, .number_tbl8s = 4096, .flags = 0};
  const double before = now();
  struct rte_lpm *lpm = rte_lpm_create("lpm", -1, &conf);
  if (!lpm) fail("rte_lpm_create");
  uint32_t rest = 0;
  for (size_t i = 0; i < t->count; i++) {
    const route r = t->routes[i];
    // It has no prefix of length 0.
    if (r.length == 0) rest = r.next_hop + 1;
    else if (rte_lpm_add(lpm, r.bits, (uint8_t)r.length, r.next_hop + 1)) fail("rte_lpm_add");
  }
  const double build = (now() - before) / 1e6;
  static uint32_t found[64];
  for (int k = 0; k < 3; k++) {
    size_t count;
    uint32_t *keys = read_keys(folder, t->name, kinds[k], 4, &count);
    double best = 1e18;
    uint64_t sum = 0;
    for (int round = 0; round < rounds; round++) {
      const double start = now();
      sum = 0;
      for (size_t i = 0; i < count; i += 64) {
        rte_lpm_lookup_bulk(lpm, keys + i, found, 64);
        for (int j = 0; j < 64; j++) sum += found[j] & RTE_LPM_LOOKUP_SUCCESS ? found[j] & 0xFFFFFF : rest;
      }
      const double time = now() - start;
      if (time < best) best = time;
    }
    print_line("rte_lpm bulk", t->name, kinds[k], best / count, sum, 4.0 * (1 << 24), build);
    free(keys);
  }
  rte_lpm_free(lpm);
}

static void time6(const char *program, const table *t, const char *folder, struct rte_fib6 *fib, double build, int rounds) {
  for (int k = 0; k < 3; k++) {
    size_t count;
    uint8_t(*keys)[16] = read_keys(folder, t->name, kinds[k], 16, &count);
    double best = 1e18;
    uint64_t sum = 0;
    for (int round = 0; round < 2 * rounds; round++) {
      const size_t piece = round & 1 ? 64 : 1024;
      const double before = now();
      sum = 0;
      for (size_t i = 0; i < count; i += piece) {
        rte_fib6_lookup_bulk(fib, keys + i, hops, (int)piece);
        for (size_t j = 0; j < piece; j++) sum += hops[j];
      }
      const double time = now() - before;
      if (time < best) best = time;
    }
    print_line(program, t->name, kinds[k], best / count, sum, 0, build);
    free(keys);
  }
}

static void fib6(const table *t, const char *folder, int rounds) {
  struct rte_fib6_conf conf = {0};
  conf.type = RTE_FIB6_TRIE;
  conf.default_nh = 0;
  conf.max_routes = 1 << 20;
  conf.trie.nh_sz = RTE_FIB6_TRIE_4B;
  // It wants room for far more groups than it uses.
  conf.trie.num_tbl8 = t->count > 10000 ? 600000 : 65535;
  const double before = now();
  struct rte_fib6 *fib = rte_fib6_create("fib6", -1, &conf);
  if (!fib) fail("rte_fib6_create");
  for (size_t i = 0; i < t->count; i++) {
    if (rte_fib6_add(fib, t->routes[i].bytes, (uint8_t)t->routes[i].length, t->routes[i].next_hop + 1)) fail("rte_fib6_add");
  }
  const double build = (now() - before) / 1e6;
  rte_fib6_select_lookup(fib, RTE_FIB6_LOOKUP_TRIE_SCALAR);
  time6("rte_fib6 scalar", t, folder, fib, build, rounds);
  if (rte_fib6_select_lookup(fib, RTE_FIB6_LOOKUP_TRIE_VECTOR_AVX512) == 0) {
    time6("rte_fib6 avx512", t, folder, fib, build, rounds);
  }
  rte_fib6_free(fib);
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  const int rounds = argc > 3 ? atoi(argv[3]) : 5;
  char *eal[] = {"dpdk", "--no-huge", "--no-pci", "--no-telemetry", "--no-shconf", "-m", "2048", "-l", "0",
                 "--force-max-simd-bitwidth=512"};
  rte_log_set_global_level(RTE_LOG_ERR);
  if (rte_eal_init(sizeof eal / sizeof *eal, eal) < 0) fail("rte_eal_init");
  rte_memseg_list_walk(advise, NULL);
  table t = read_table(argv[1], argv[2]);
  if (t.is6) {
    fib6(&t, argv[1], rounds);
  } else {
    fib4(&t, argv[1], rounds);
    // It looks at all rules for each that is added, which takes minutes for large tables.
    if (t.count <= 10000) lpm(&t, argv[1], rounds);
  }
  return 0;
}
