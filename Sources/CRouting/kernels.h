// Many lookups at a time. Each kernel comes three times: for any processor; for x86-64-v3 (since 2013); and for
// x86-64-v4 with counting of bits in vectors (since 2019), written by hand. Which one runs is asked at run time, since
// what is built has to run on all. They do what the lookups of one address in Swift do, and tests hold all together.
//
// A kernel writes a label for each address, UINT32_MAX where there is none, and returns whether it met the code that
// stands for "ask the tail"; it writes the number of labels there.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__linux__)
#include <sys/mman.h>
static inline void packetwalk_advise_huge_pages(void *_Nonnull memory, size_t bytes) {
  // Advice: nothing depends on whether it is taken.
  (void)madvise(memory, bytes, MADV_HUGEPAGE);
}
#else
static inline void packetwalk_advise_huge_pages(void *_Nonnull memory, size_t bytes) {}
#endif

typedef struct {
  const uint8_t *_Nonnull memory;
  size_t second;
  size_t codes;
  uint32_t code_shift;
  uint32_t code_mask;
  uint32_t depth;
  uint32_t root;
  uint32_t label_count;
} packetwalk_table;

typedef struct {
  uint64_t high;
  uint64_t low;
} packetwalk_address6;

#define PACKETWALK_BODY static inline __attribute__((always_inline))

PACKETWALK_BODY uint32_t packetwalk_u32(const uint8_t *_Nonnull p) {
  uint32_t value;
  memcpy(&value, p, 4);
  return value;
}

PACKETWALK_BODY uint64_t packetwalk_u64(const uint8_t *_Nonnull p) {
  uint64_t value;
  memcpy(&value, p, 8);
  return value;
}

PACKETWALK_BODY uint32_t packetwalk_code(const packetwalk_table *_Nonnull t, size_t place) {
  uint32_t value = packetwalk_u32(t->memory + t->codes + (place << t->code_shift));
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  return value & t->code_mask;
}

// How many of 16 heads are less than the key. They ascend: those that are less come first.
#if defined(__SSE2__)
PACKETWALK_BODY uint32_t packetwalk_rank16(const uint8_t *_Nonnull line, int32_t key) {
  const __m128i *const heads = (const __m128i *)(const void *)line;
  const __m128i wanted = _mm_set1_epi32(key);
  const __m128i a = _mm_cmplt_epi32(_mm_loadu_si128(heads), wanted);
  const __m128i b = _mm_cmplt_epi32(_mm_loadu_si128(heads + 1), wanted);
  const __m128i c = _mm_cmplt_epi32(_mm_loadu_si128(heads + 2), wanted);
  const __m128i d = _mm_cmplt_epi32(_mm_loadu_si128(heads + 3), wanted);
  const __m128i all = _mm_packs_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d));
  return (uint32_t)__builtin_ctz(~(uint32_t)_mm_movemask_epi8(all));
}
#else
PACKETWALK_BODY uint32_t packetwalk_rank16(const uint8_t *_Nonnull line, int32_t key) {
  int32_t heads[16];
  memcpy(heads, line, 64);
  int32_t rank = 0;
  for (int i = 0; i < 16; i++) rank += heads[i] < key;
  return (uint32_t)rank;
}
#endif

// How many of 8 heads are less than the key: they ascend, so that three comparisons do, and one for the last.
PACKETWALK_BODY uint32_t packetwalk_rank8(const uint8_t *_Nonnull line, uint64_t key) {
  size_t rank = (size_t)(packetwalk_u64(line + 24) < key) << 2;
  rank += (size_t)(packetwalk_u64(line + rank * 8 + 8) < key) << 1;
  rank += (size_t)(packetwalk_u64(line + rank * 8) < key);
  return (uint32_t)(rank + (size_t)(packetwalk_u64(line + rank * 8) < key));
}

// MARK: Search

PACKETWALK_BODY uint32_t packetwalk_find4(const packetwalk_table *_Nonnull t, uint32_t address) {
  const int32_t key = (int32_t)(address ^ 0x80000000u);
  size_t line = 0;
  for (uint32_t level = 0; level + 1 < t->depth; level++) {
    line = line * 17 + packetwalk_rank16(t->memory + packetwalk_u32(t->memory + level * 4) + line * 64, key);
  }
  const uint8_t *const last = t->memory + packetwalk_u32(t->memory + (t->depth - 1) * 4) + line * 64;
  return packetwalk_code(t, line * 16 + packetwalk_rank16(last, key));
}

PACKETWALK_BODY bool packetwalk_search4_body(const packetwalk_table *_Nonnull table, const uint32_t *_Nonnull keys,
                                             uint32_t *_Nonnull labels, size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t label = packetwalk_find4(&t, keys[i]) - 1;
    tails |= label == t.label_count;
    labels[i] = label;
  }
  return tails;
}

PACKETWALK_BODY uint32_t packetwalk_find6(const packetwalk_table *_Nonnull t, uint64_t key) {
  size_t line = 0;
  for (uint32_t level = 0; level + 1 < t->depth; level++) {
    line = line * 9 + packetwalk_rank8(t->memory + packetwalk_u32(t->memory + level * 4) + line * 64, key);
  }
  const uint8_t *const last = t->memory + packetwalk_u32(t->memory + (t->depth - 1) * 4) + line * 64;
  return packetwalk_code(t, line * 8 + packetwalk_rank8(last, key));
}

PACKETWALK_BODY bool packetwalk_search6_body(const packetwalk_table *_Nonnull table,
                                             const packetwalk_address6 *_Nonnull keys, uint32_t *_Nonnull labels,
                                             size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t label = packetwalk_find6(&t, keys[i].high) - 1;
    tails |= label == t.label_count;
    labels[i] = label;
  }
  return tails;
}

// MARK: Stride

PACKETWALK_BODY void packetwalk_stride_levels(const packetwalk_table *_Nonnull table, const uint32_t *_Nonnull keys,
                                              uint32_t *_Nonnull labels, size_t count, uint32_t depth) {
  const uint32_t *const cells = (const uint32_t *)(const void *)table->memory;
  const uint32_t root = table->root;
  for (size_t i = 0; i < count; i++) {
    uint32_t bits = keys[i], cell = root;
    for (uint32_t level = 0; level < depth; level++) {
      const uint32_t place = (cell >> 5) + ((bits >> 1) >> (cell & 31));
      bits <<= ~cell & 31;
      cell = cells[place];
    }
    labels[i] = (cell >> 5) - 1;
  }
}

PACKETWALK_BODY bool packetwalk_stride_body(const packetwalk_table *_Nonnull table, const uint32_t *_Nonnull keys,
                                            uint32_t *_Nonnull labels, size_t count) {
  switch (table->depth) {
    case 2: packetwalk_stride_levels(table, keys, labels, count, 2); break;
    case 3: packetwalk_stride_levels(table, keys, labels, count, 3); break;
    default: packetwalk_stride_levels(table, keys, labels, count, table->depth); break;
  }
  return false;
}

// MARK: Paged

PACKETWALK_BODY bool packetwalk_paged_body(const packetwalk_table *_Nonnull table, const uint32_t *_Nonnull keys,
                                           uint32_t *_Nonnull labels, size_t count) {
  const packetwalk_table t = *table;
  const uint32_t *const root = (const uint32_t *)(const void *)t.memory;
  uint32_t tails = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t key = keys[i], entry = root[key >> 16];
    const uint32_t label = packetwalk_code(&t, (entry >> 1) + (key >> 8 & 255 & (0 - (entry & 1)))) - 1;
    tails |= label == t.label_count;
    labels[i] = label;
  }
  return tails;
}

// MARK: Direct

PACKETWALK_BODY bool packetwalk_direct_body(const packetwalk_table *_Nonnull table, const uint32_t *_Nonnull keys,
                                            uint32_t *_Nonnull labels, size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t label = packetwalk_code(&t, keys[i] >> 8) - 1;
    tails |= label == t.label_count;
    labels[i] = label;
  }
  return tails;
}

// MARK: Blocks

PACKETWALK_BODY bool packetwalk_blocks_body(const packetwalk_table *_Nonnull table, const uint32_t *_Nonnull keys,
                                            uint32_t *_Nonnull labels, size_t count) {
  const packetwalk_table t = *table;
  const uint32_t *const root = (const uint32_t *)(const void *)t.memory;
  uint32_t tails = 0;
  for (size_t i = 0; i < count; i++) {
    const uint32_t key = keys[i];
    const uint8_t *const block = t.memory + t.second + (size_t)root[key >> 16] * 40;
    const size_t word = key >> 14 & 3;
    const uint64_t bits = packetwalk_u64(block + 8 + word * 8) << (63 - (key >> 8 & 63));
    const uint32_t place = packetwalk_u32(block) + block[4 + word] + (uint32_t)__builtin_popcountll(bits) - 1;
    const uint32_t label = packetwalk_code(&t, place) - 1;
    tails |= label == t.label_count;
    labels[i] = label;
  }
  return tails;
}

#define PACKETWALK_KERNEL(name, level, attributes, key)                                                             \
  static attributes bool packetwalk_##name##_##level(const packetwalk_table *_Nonnull table,                        \
                                                     const key *_Nonnull keys, uint32_t *_Nonnull labels,           \
                                                     size_t count) {                                                \
    return packetwalk_##name##_body(table, keys, labels, count);                                                    \
  }
#define PACKETWALK_KERNELS(level, attributes)                                                                       \
  PACKETWALK_KERNEL(search4, level, attributes, uint32_t)                                                           \
  PACKETWALK_KERNEL(search6, level, attributes, packetwalk_address6)                                                \
  PACKETWALK_KERNEL(stride, level, attributes, uint32_t)                                                            \
  PACKETWALK_KERNEL(paged, level, attributes, uint32_t)                                                             \
  PACKETWALK_KERNEL(direct, level, attributes, uint32_t)                                                            \
  PACKETWALK_KERNEL(blocks, level, attributes, uint32_t)

PACKETWALK_KERNELS(v1, __attribute__((unused)))

#if defined(__x86_64__)
#include "kernels-x86.h"
#else
// The highest level that this processor can run.
static inline int packetwalk_level(void) { return 1; }
PACKETWALK_KERNELS(v3, __attribute__((unused)))
PACKETWALK_KERNELS(v4, __attribute__((unused)))
#endif
