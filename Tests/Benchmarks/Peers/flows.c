// A loop over a capture by libpcap: packets of TCP and UDP to a table of five-tuples, without limits, times or direction.
// What the work costs at the least in libpcap's hands: flows FILE
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint8_t source[16], destination[16];
  uint16_t source_port, destination_port;
  uint8_t protocol, version, is_used, flags;
  uint64_t packets, bytes;
} flow;

static flow *table;
static uint64_t size, used;

static uint64_t hash(const flow *f) {
  uint64_t words[4], h = 0x9E3779B97F4A7C15u ^ f->protocol;
  memcpy(words, f->source, 32);
  for (int i = 0; i < 4; i++) h = (h ^ words[i]) * 0xD6E8FEB86659FD93u, h ^= h >> 32;
  h = (h ^ ((uint64_t)f->source_port << 16 | f->destination_port)) * 0xD6E8FEB86659FD93u;
  return h ^ h >> 32;
}

static flow *find(const flow *key) {
  for (uint64_t place = hash(key) & (size - 1);; place = (place + 1) & (size - 1)) {
    flow *f = &table[place];
    if (!f->is_used) {
      *f = *key;
      f->is_used = 1;
      used++;
      return f;
    }
    if (!memcmp(f, key, 38)) return f;
  }
}

static void grow(void) {
  flow *old = table;
  uint64_t count = size;
  size *= 2;
  used = 0;
  if (!(table = calloc(size, sizeof(flow)))) exit(2);
  for (uint64_t i = 0; i < count; i++)
    if (old[i].is_used) {
      flow *f = find(&old[i]);
      f->packets = old[i].packets;
      f->bytes = old[i].bytes;
    }
  free(old);
}

static void take(u_char *user, const struct pcap_pkthdr *header, const u_char *p) {
  (void)user;
  uint32_t left = header->caplen;
  if (left < 34) return;
  const uint16_t type = (uint16_t)(p[12] << 8 | p[13]);
  p += 14, left -= 14;
  flow key = {0};
  if (type == 0x0800) {
    const uint32_t length = (p[0] & 15u) * 4;
    if (left < length + 14) return;
    key.version = 4;
    key.protocol = p[9];
    memcpy(key.source, p + 12, 4);
    memcpy(key.destination, p + 16, 4);
    p += length;
  } else if (type == 0x86DD) {
    if (left < 54) return;
    key.version = 6;
    key.protocol = p[6];
    memcpy(key.source, p + 8, 16);
    memcpy(key.destination, p + 24, 16);
    p += 40;
  } else {
    return;
  }
  if (key.protocol != 6 && key.protocol != 17) return;
  key.source_port = (uint16_t)(p[0] << 8 | p[1]);
  key.destination_port = (uint16_t)(p[2] << 8 | p[3]);
  // Both directions are one flow.
  const int order = memcmp(key.source, key.destination, 16);
  if (order > 0 || (order == 0 && key.source_port > key.destination_port)) {
    uint8_t address[16];
    memcpy(address, key.source, 16);
    memcpy(key.source, key.destination, 16);
    memcpy(key.destination, address, 16);
    const uint16_t port = key.source_port;
    key.source_port = key.destination_port;
    key.destination_port = port;
  }
  if (used * 2 > size) grow();
  flow *f = find(&key);
  f->packets++;
  f->bytes += header->len;
}

int main(int count, char **words) {
  if (count != 2) return 64;
  char error[PCAP_ERRBUF_SIZE];
  pcap_t *capture = pcap_open_offline(words[1], error);
  if (!capture || pcap_datalink(capture) != DLT_EN10MB) {
    fprintf(stderr, "%s: no capture of Ethernet\n", words[1]);
    return 2;
  }
  size = 1 << 16;
  if (!(table = calloc(size, sizeof(flow)))) return 2;
  if (pcap_loop(capture, -1, take, NULL) < 0) return 2;
  printf("%llu\n", (unsigned long long)used);
  return 0;
}
