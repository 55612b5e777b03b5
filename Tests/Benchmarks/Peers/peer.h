// What the peers' programs have in common: tables and keys as route-bench prepared them, timing, and the line printed.
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <arpa/inet.h>

typedef struct {
  uint8_t bytes[16];
  uint32_t bits;
  int length;
  uint32_t next_hop;
} route;

typedef struct {
  char name[64];
  int is6;
  size_t count;
  route *routes;
} table;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(2);
}

static table read_table(const char *folder, const char *name) {
  table t = {{0}, 0, 0, NULL};
  snprintf(t.name, sizeof t.name, "%s", name);
  char path[512], line[128];
  snprintf(path, sizeof path, "%s/%s.routes", folder, name);
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  size_t room = 0;
  while (fgets(line, sizeof line, file)) {
    char *slash = strchr(line, '/');
    if (!slash) continue;
    *slash = 0;
    route r = {{0}, 0, 0, 0};
    if (sscanf(slash + 1, "%d %u", &r.length, &r.next_hop) != 2) fail(path);
    if (strchr(line, ':')) {
      t.is6 = 1;
      if (inet_pton(AF_INET6, line, r.bytes) != 1) fail(line);
    } else {
      struct in_addr address;
      if (inet_pton(AF_INET, line, &address) != 1) fail(line);
      r.bits = ntohl(address.s_addr);
    }
    if (t.count == room) {
      room = room ? 2 * room : 1024;
      t.routes = realloc(t.routes, room * sizeof *t.routes);
      if (!t.routes) fail("memory");
    }
    t.routes[t.count++] = r;
  }
  fclose(file);
  return t;
}

static void *read_keys(const char *folder, const char *name, const char *kind, size_t size, size_t *count) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s.%s", folder, name, kind);
  FILE *file = fopen(path, "r");
  if (!file) fail(path);
  fseek(file, 0, SEEK_END);
  const size_t bytes = (size_t)ftell(file);
  rewind(file);
  void *keys = malloc(bytes);
  if (!keys || fread(keys, 1, bytes, file) != bytes) fail(path);
  fclose(file);
  *count = bytes / size;
  return keys;
}

static const char *const kinds[] = {"uniform", "hit", "skewed"};

static void print_line(const char *program, const char *table, const char *kind, double nanoseconds, uint64_t sum,
                       double bytes, double build) {
  printf("%s\t%s\t%s\t%.3f\t%llu\t%.0f\t%.1f\n", program, table, kind, nanoseconds, (unsigned long long)sum, bytes,
         build);
  fflush(stdout);
}
