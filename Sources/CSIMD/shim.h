// What Swift's own vectors cannot do: a comparison of many bytes as the bits of one integer. With SSE2, which every
// x86-64 has; elsewhere eight bytes at a time.
#pragma once
#include <stdint.h>
#include <string.h>

typedef struct {
  uint64_t spaces;
  uint64_t newlines;
} packetwalk_separators;

typedef struct {
  uint32_t digits;
  uint32_t dots;
  uint32_t zeros;
} packetwalk_classes;

// Writes the places of a mask's bits, counted from a first, and returns how many there are. At least twelve places
// are written, since that costs less than to find out; those beyond the last mean nothing.
static inline int32_t packetwalk_write_places(int32_t *_Nonnull out, int32_t first, uint64_t mask) {
  const int32_t count = __builtin_popcountll(mask);
#pragma clang loop unroll(full)
  for (int i = 0; i < 12; i++) {
    // Of no bits the number of zeros is not defined: the highest stands in, whose place means nothing then.
    out[i] = first + __builtin_ctzll(mask | 1ull << 63);
    mask &= mask - 1;
  }
  for (int i = 12; __builtin_expect(i < count, 0); i++) {
    out[i] = first + __builtin_ctzll(mask | 1ull << 63);
    mask &= mask - 1;
  }
  return count;
}

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint64_t packetwalk_equal64(const __m128i *v, char c) {
  const __m128i wanted = _mm_set1_epi8(c);
  const uint64_t a = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[0], wanted));
  const uint64_t b = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[1], wanted));
  const uint64_t d = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[2], wanted));
  const uint64_t e = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[3], wanted));
  return a | b << 16 | d << 32 | e << 48;
}

// Which of 64 bytes are spaces, and which are newlines: bit i for byte i.
static inline packetwalk_separators packetwalk_find_separators(const uint8_t *_Nonnull p) {
  __m128i v[4];
  for (int i = 0; i < 4; i++) v[i] = _mm_loadu_si128((const __m128i *)(p + 16 * i));
  packetwalk_separators found = {packetwalk_equal64(v, ' '), packetwalk_equal64(v, '\n')};
  return found;
}

// Which of 16 bytes are digits, full stops and zeros.
static inline packetwalk_classes packetwalk_classify16(const uint8_t *_Nonnull p) {
  const __m128i v = _mm_loadu_si128((const __m128i *)p);
  const __m128i above = _mm_sub_epi8(v, _mm_set1_epi8('0'));
  const __m128i digits = _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8(9)), above);
  packetwalk_classes found = {
      (uint32_t)_mm_movemask_epi8(digits),
      (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('.'))),
      (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('0')))};
  return found;
}
#else

// Bit i for each of eight bytes that is zero.
static inline uint64_t packetwalk_zeros8(uint64_t x) {
  const uint64_t low = 0x7F7F7F7F7F7F7F7Full;
  const uint64_t high = ~(((x & low) + low) | x | low);
  return ((high >> 7) * 0x0102040810204080ull) >> 56;
}

static inline uint64_t packetwalk_load8(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

static inline packetwalk_separators packetwalk_find_separators(const uint8_t *_Nonnull p) {
  packetwalk_separators found = {0, 0};
  for (int i = 0; i < 8; i++) {
    const uint64_t word = packetwalk_load8(p + 8 * i);
    found.spaces |= packetwalk_zeros8(word ^ 0x2020202020202020ull) << (8 * i);
    found.newlines |= packetwalk_zeros8(word ^ 0x0A0A0A0A0A0A0A0Aull) << (8 * i);
  }
  return found;
}

static inline packetwalk_classes packetwalk_classify16(const uint8_t *_Nonnull p) {
  packetwalk_classes found = {0, 0, 0};
  for (int i = 0; i < 16; i++) {
    found.digits |= (uint32_t)(p[i] >= '0' && p[i] <= '9') << i;
    found.dots |= (uint32_t)(p[i] == '.') << i;
    found.zeros |= (uint32_t)(p[i] == '0') << i;
  }
  return found;
}
#endif
