// ISA-L's inflate behind four calls: Swift does not import its state, whose buffers are arrays of many thousand elements.
#pragma once
#include <isa-l/igzip_lib.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct {
  int32_t code;
  uint32_t consumed;
  uint32_t produced;
  int32_t is_end_of_member;
} packetwalk_inflated;

static inline void packetwalk_inflate_begin(void *_Nonnull state) {
  struct inflate_state *const inflate = (struct inflate_state *)state;
  isal_inflate_reset(inflate);
  // The header is read, and the checksum compared.
  inflate->crc_flag = ISAL_GZIP;
}

// Null where there is no memory.
static inline void *_Nullable packetwalk_inflate_new(void) {
  struct inflate_state *const inflate = (struct inflate_state *)malloc(sizeof(struct inflate_state));
  if (inflate == NULL) return NULL;
  isal_inflate_init(inflate);
  packetwalk_inflate_begin(inflate);
  return inflate;
}

static inline void packetwalk_inflate_free(void *_Nonnull state) { free(state); }

static inline packetwalk_inflated packetwalk_inflate(void *_Nonnull state, const uint8_t *_Nullable input,
                                                     uint32_t given, uint8_t *_Nullable output, uint32_t room) {
  struct inflate_state *const inflate = (struct inflate_state *)state;
  inflate->next_in = (uint8_t *)input;
  inflate->avail_in = given;
  inflate->next_out = output;
  inflate->avail_out = room;
  packetwalk_inflated found;
  found.code = isal_inflate(inflate);
  found.consumed = given - inflate->avail_in;
  found.produced = room - inflate->avail_out;
  found.is_end_of_member = inflate->block_state == ISAL_BLOCK_FINISH;
  return found;
}
