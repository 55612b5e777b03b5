// What wide vectors of x86-64 do better: a comparison of a whole line, and sixteen reads at once.
#pragma once
#include <cpuid.h>
#include <immintrin.h>

#define PACKETWALK_TARGET3 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"), unused))
#define PACKETWALK_TARGET4 \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,avx2,bmi,bmi2,popcnt,lzcnt"), unused))

// The highest level that this processor can run.
static inline int packetwalk_level(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 1;
  const unsigned wanted = 1u << 9 | 1u << 19 | 1u << 23 | 1u << 27 | 1u << 28;
  if ((c & wanted) != wanted) return 1;
  unsigned low, high;
  // Whether the system keeps the wide registers.
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return 1;
  unsigned extended_a, extended_b, extended_c, extended_d;
  if (!__get_cpuid(0x80000001u, &extended_a, &extended_b, &extended_c, &extended_d)) return 1;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 1;
  const unsigned third = 1u << 3 | 1u << 5 | 1u << 8;
  if ((b & third) != third || (extended_c & 1u << 5) == 0) return 1;
  const unsigned fourth = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31;
  if ((low & 0xE6) != 0xE6 || (b & fourth) != fourth || (c & 1u << 14) == 0) return 3;
  return 4;
}

PACKETWALK_KERNELS(v3, PACKETWALK_TARGET3)

// How many keys a search has under way: while one waits for a line, the others go on.
#define PACKETWALK_WAYS 16

static PACKETWALK_TARGET4 bool packetwalk_search4_v4(const packetwalk_table *_Nonnull table,
                                                     const uint32_t *_Nonnull keys, uint32_t *_Nonnull labels,
                                                     size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  size_t i = 0;
  for (; i + PACKETWALK_WAYS <= count; i += PACKETWALK_WAYS) {
    uint32_t lines[PACKETWALK_WAYS];
    for (int way = 0; way < PACKETWALK_WAYS; way++) lines[way] = 0;
    for (uint32_t level = 0; level + 1 < t.depth; level++) {
      const uint8_t *const first = t.memory + packetwalk_u32(t.memory + level * 4);
#pragma clang loop unroll(full)
      for (int way = 0; way < PACKETWALK_WAYS; way++) {
        const __m512i key = _mm512_set1_epi32((int32_t)(keys[i + way] ^ 0x80000000u));
        const __mmask16 less = _mm512_cmplt_epi32_mask(_mm512_loadu_si512(first + (size_t)lines[way] * 64), key);
        lines[way] = lines[way] * 17 + (uint32_t)_mm_popcnt_u32(less);
      }
    }
    const uint8_t *const first = t.memory + packetwalk_u32(t.memory + (t.depth - 1) * 4);
#pragma clang loop unroll(full)
    for (int way = 0; way < PACKETWALK_WAYS; way++) {
      const __m512i key = _mm512_set1_epi32((int32_t)(keys[i + way] ^ 0x80000000u));
      const __mmask16 less = _mm512_cmplt_epi32_mask(_mm512_loadu_si512(first + (size_t)lines[way] * 64), key);
      const uint32_t label = packetwalk_code(&t, (size_t)lines[way] * 16 + (uint32_t)_mm_popcnt_u32(less)) - 1;
      tails |= label == t.label_count;
      labels[i + way] = label;
    }
  }
  return packetwalk_search4_body(table, keys + i, labels + i, count - i) | tails;
}

static PACKETWALK_TARGET4 bool packetwalk_search6_v4(const packetwalk_table *_Nonnull table,
                                                     const packetwalk_address6 *_Nonnull keys,
                                                     uint32_t *_Nonnull labels, size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  size_t i = 0;
  for (; i + PACKETWALK_WAYS <= count; i += PACKETWALK_WAYS) {
    uint32_t lines[PACKETWALK_WAYS];
    for (int way = 0; way < PACKETWALK_WAYS; way++) lines[way] = 0;
    for (uint32_t level = 0; level + 1 < t.depth; level++) {
      const uint8_t *const first = t.memory + packetwalk_u32(t.memory + level * 4);
#pragma clang loop unroll(full)
      for (int way = 0; way < PACKETWALK_WAYS; way++) {
        const __m512i key = _mm512_set1_epi64((int64_t)keys[i + way].high);
        const __mmask8 less = _mm512_cmplt_epu64_mask(_mm512_loadu_si512(first + (size_t)lines[way] * 64), key);
        lines[way] = lines[way] * 9 + (uint32_t)_mm_popcnt_u32(less);
      }
    }
    const uint8_t *const first = t.memory + packetwalk_u32(t.memory + (t.depth - 1) * 4);
#pragma clang loop unroll(full)
    for (int way = 0; way < PACKETWALK_WAYS; way++) {
      const __m512i key = _mm512_set1_epi64((int64_t)keys[i + way].high);
      const __mmask8 less = _mm512_cmplt_epu64_mask(_mm512_loadu_si512(first + (size_t)lines[way] * 64), key);
      const uint32_t label = packetwalk_code(&t, (size_t)lines[way] * 8 + (uint32_t)_mm_popcnt_u32(less)) - 1;
      tails |= label == t.label_count;
      labels[i + way] = label;
    }
  }
  return packetwalk_search6_body(table, keys + i, labels + i, count - i) | tails;
}

PACKETWALK_BODY PACKETWALK_TARGET4 void packetwalk_stride_levels_v4(const packetwalk_table *_Nonnull table,
                                                                    const uint32_t *_Nonnull keys,
                                                                    uint32_t *_Nonnull labels, size_t count,
                                                                    uint32_t depth) {
  const __m512i low = _mm512_set1_epi32(31);
  const uint32_t base = table->root >> 5, width = 31 - (table->root & 31);
  const __m128i narrow = _mm_cvtsi32_si128((int)(32 - width)), wide = _mm_cvtsi32_si128((int)width);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    __m512i bits = _mm512_loadu_si512(keys + i);
    __m512i cell = _mm512_i32gather_epi32(_mm512_srl_epi32(bits, narrow), table->memory + (size_t)base * 4, 4);
    bits = _mm512_sll_epi32(bits, wide);
    for (uint32_t level = 1; level < depth; level++) {
      const __m512i shift = _mm512_and_si512(cell, low);
      // Leaves lead to themselves: they need not be read again.
      const __mmask16 nodes = _mm512_cmpneq_epi32_mask(shift, low);
      const __m512i place =
          _mm512_add_epi32(_mm512_srli_epi32(cell, 5), _mm512_srlv_epi32(_mm512_srli_epi32(bits, 1), shift));
      bits = _mm512_sllv_epi32(bits, _mm512_xor_si512(shift, low));
      cell = _mm512_mask_i32gather_epi32(cell, nodes, place, table->memory, 4);
    }
    _mm512_storeu_si512(labels + i, _mm512_sub_epi32(_mm512_srli_epi32(cell, 5), _mm512_set1_epi32(1)));
  }
  packetwalk_stride_levels(table, keys + i, labels + i, count - i, depth);
}

static PACKETWALK_TARGET4 bool packetwalk_stride_v4(const packetwalk_table *_Nonnull table,
                                                    const uint32_t *_Nonnull keys, uint32_t *_Nonnull labels,
                                                    size_t count) {
  switch (table->depth) {
    case 2: packetwalk_stride_levels_v4(table, keys, labels, count, 2); break;
    case 3: packetwalk_stride_levels_v4(table, keys, labels, count, 3); break;
    default: packetwalk_stride_levels_v4(table, keys, labels, count, table->depth); break;
  }
  return false;
}

// The labels of sixteen places of codes; returns whether one is the tail's.
PACKETWALK_BODY PACKETWALK_TARGET4 uint32_t packetwalk_codes_v4(const packetwalk_table *_Nonnull t, __m512i places,
                                                                uint32_t *_Nonnull labels) {
  const __m512i offsets = _mm512_sll_epi32(places, _mm_cvtsi32_si128((int)t->code_shift));
  const __m512i codes = _mm512_and_si512(_mm512_i32gather_epi32(offsets, t->memory + t->codes, 1),
                                         _mm512_set1_epi32((int)t->code_mask));
  const __m512i found = _mm512_sub_epi32(codes, _mm512_set1_epi32(1));
  _mm512_storeu_si512(labels, found);
  return _mm512_cmpeq_epi32_mask(found, _mm512_set1_epi32((int)t->label_count));
}

static PACKETWALK_TARGET4 bool packetwalk_paged_v4(const packetwalk_table *_Nonnull table,
                                                   const uint32_t *_Nonnull keys, uint32_t *_Nonnull labels,
                                                   size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  size_t i = 0;
  const __m512i one = _mm512_set1_epi32(1);
  for (; i + 16 <= count; i += 16) {
    const __m512i bits = _mm512_loadu_si512(keys + i);
    const __m512i entries = _mm512_i32gather_epi32(_mm512_srli_epi32(bits, 16), t.memory, 4);
    const __mmask16 pages = _mm512_test_epi32_mask(entries, one);
    const __m512i within = _mm512_and_si512(_mm512_srli_epi32(bits, 8), _mm512_set1_epi32(255));
    const __m512i first = _mm512_srli_epi32(entries, 1);
    tails |= packetwalk_codes_v4(&t, _mm512_mask_add_epi32(first, pages, first, within), labels + i);
  }
  return packetwalk_paged_body(table, keys + i, labels + i, count - i) | (tails != 0);
}

static PACKETWALK_TARGET4 bool packetwalk_direct_v4(const packetwalk_table *_Nonnull table,
                                                    const uint32_t *_Nonnull keys, uint32_t *_Nonnull labels,
                                                    size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    tails |= packetwalk_codes_v4(&t, _mm512_srli_epi32(_mm512_loadu_si512(keys + i), 8), labels + i);
  }
  return packetwalk_direct_body(table, keys + i, labels + i, count - i) | (tails != 0);
}

// The places of eight codes, from the bits and the numbers of their blocks.
PACKETWALK_BODY PACKETWALK_TARGET4 __m256i packetwalk_places8_v4(const uint8_t *_Nonnull blocks, __m256i numbers,
                                                                 __m256i keys) {
  const __m512i bits = _mm512_cvtepu32_epi64(keys);
  const __m512i number = _mm512_cvtepu32_epi64(numbers);
  // A block has 40 bytes.
  const __m512i block =
      _mm512_add_epi64(_mm512_slli_epi64(number, 5), _mm512_slli_epi64(number, 3));
  const __m512i head = _mm512_i64gather_epi64(block, blocks, 1);
  const __m512i word = _mm512_and_si512(_mm512_srli_epi64(bits, 14), _mm512_set1_epi64(3));
  const __m512i words =
      _mm512_i64gather_epi64(_mm512_add_epi64(block, _mm512_slli_epi64(word, 3)), blocks + 8, 1);
  const __m512i cell = _mm512_and_si512(_mm512_srli_epi64(bits, 8), _mm512_set1_epi64(63));
  const __m512i upto = _mm512_sllv_epi64(words, _mm512_xor_si512(cell, _mm512_set1_epi64(63)));
  const __m512i before = _mm512_and_si512(
      _mm512_srlv_epi64(head, _mm512_add_epi64(_mm512_slli_epi64(word, 3), _mm512_set1_epi64(32))),
      _mm512_set1_epi64(255));
  const __m512i place =
      _mm512_add_epi64(_mm512_add_epi64(head, before), _mm512_popcnt_epi64(upto));
  return _mm256_sub_epi32(_mm512_cvtepi64_epi32(place), _mm256_set1_epi32(1));
}

static PACKETWALK_TARGET4 bool packetwalk_blocks_v4(const packetwalk_table *_Nonnull table,
                                                    const uint32_t *_Nonnull keys, uint32_t *_Nonnull labels,
                                                    size_t count) {
  const packetwalk_table t = *table;
  uint32_t tails = 0;
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m512i bits = _mm512_loadu_si512(keys + i);
    const __m512i numbers = _mm512_i32gather_epi32(_mm512_srli_epi32(bits, 16), t.memory, 4);
    const __m256i low = packetwalk_places8_v4(t.memory + t.second, _mm512_castsi512_si256(numbers),
                                              _mm512_castsi512_si256(bits));
    const __m256i high = packetwalk_places8_v4(t.memory + t.second, _mm512_extracti64x4_epi64(numbers, 1),
                                               _mm512_extracti64x4_epi64(bits, 1));
    tails |= packetwalk_codes_v4(&t, _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1), labels + i);
  }
  return packetwalk_blocks_body(table, keys + i, labels + i, count - i) | (tails != 0);
}
