// Whole columns of records at a time, for processors with AVX2 (x86-64-v3, since 2013): asked for at run time, since
// what is built has to run on all. Each function does what the portable one in Swift does, and tests hold them together.
//
// `places` are those of the separators: field f of row r lies between places[r * stride + f] and the one after it.
// Text may be read 64 bytes beyond either end.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

#define PACKETWALK_V3 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"), unused))

static inline bool packetwalk_has_vectors(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return false;
  const unsigned wanted = 1u << 9 | 1u << 19 | 1u << 23 | 1u << 27 | 1u << 28;
  if ((c & wanted) != wanted) return false;
  unsigned low, high;
  // Whether the system keeps the wide registers.
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  if ((low & 6) != 6) return false;
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return false;
  const unsigned extended = 1u << 3 | 1u << 5 | 1u << 8;
  if ((b & extended) != extended) return false;
  return __get_cpuid(0x80000001u, &a, &b, &c, &d) && (c & 1u << 5) != 0;
}

typedef struct {
  int32_t places;
  int32_t newlines;
  bool has_empty_fields;
} packetwalk_index;

static inline PACKETWALK_V3 uint64_t packetwalk_equal64_v3(__m256i low, __m256i high, char c) {
  const __m256i wanted = _mm256_set1_epi8(c);
  const uint64_t a = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  const uint64_t b = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return a | b << 32;
}

// The places of spaces and newlines in the text from start to end, behind one for the separator before it.
static PACKETWALK_V3 packetwalk_index packetwalk_find_places(
    const uint8_t *_Nonnull text, int32_t start, int32_t end, int32_t *_Nonnull places, int32_t *_Nonnull newlines) {
  int32_t count = 1, lines = 0;
  uint64_t carry = 1, doubled = 0;
  places[0] = start - 1;
  for (int32_t place = start; place < end; place += 64) {
    const __m256i low = _mm256_loadu_si256((const __m256i *)(text + place));
    const __m256i high = _mm256_loadu_si256((const __m256i *)(text + place + 32));
    uint64_t newline = packetwalk_equal64_v3(low, high, '\n');
    uint64_t mask = packetwalk_equal64_v3(low, high, ' ') | newline;
    if (__builtin_expect(end - place < 64, 0)) {
      mask = _bzhi_u64(mask, (unsigned)(end - place));
      newline = _bzhi_u64(newline, (unsigned)(end - place));
    }
    doubled |= mask & (mask << 1 | carry);
    carry = mask >> 63;
    const int32_t found = (int32_t)_mm_popcnt_u64(mask);
    int32_t *out = places + count;
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) {
      out[i] = place + (int32_t)_tzcnt_u64(mask);
      mask = _blsr_u64(mask);
    }
    for (int i = 12; __builtin_expect(i < found, 0); i++) {
      out[i] = place + (int32_t)_tzcnt_u64(mask);
      mask = _blsr_u64(mask);
    }
    count += found;
    while (newline != 0) {
      newlines[lines++] = place + (int32_t)_tzcnt_u64(newline);
      newline = _blsr_u64(newline);
    }
  }
  packetwalk_index index = {count, lines, doubled != 0};
  return index;
}

static const uint8_t packetwalk_tail_masks[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

// A number of 1 to 16 digits; above the greatest of them for anything else.
static inline PACKETWALK_V3 uint64_t packetwalk_number_v3(const uint8_t *_Nonnull text, int32_t before, int32_t end) {
  const uint32_t length = (uint32_t)(end - before - 1);
  if (__builtin_expect(length - 1 > 15, 0)) return UINT64_MAX;
  // The digits last, and nothing before them.
  const __m128i mask = _mm_loadu_si128((const __m128i *)(packetwalk_tail_masks + length));
  const __m128i raw = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(text + end - 16)), _mm_set1_epi8('0'));
  const __m128i digits = _mm_and_si128(raw, mask);
  const __m128i over = _mm_subs_epu8(digits, _mm_set1_epi8(9));
  if (__builtin_expect(!_mm_testz_si128(over, over), 0)) return UINT64_MAX;
  const __m128i tens = _mm_set_epi8(1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10);
  const __m128i hundreds = _mm_set_epi16(1, 100, 1, 100, 1, 100, 1, 100);
  const __m128i thousands = _mm_set_epi16(1, 10000, 1, 10000, 1, 10000, 1, 10000);
  const __m128i fours = _mm_madd_epi16(_mm_maddubs_epi16(digits, tens), hundreds);
  const uint64_t eights = (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(_mm_packus_epi32(fours, fours), thousands));
  return (eights & 0xFFFFFFFFu) * 100000000u + (eights >> 32);
}

typedef struct {
  uint64_t first;
  uint64_t second;
} packetwalk_pair;

// Two numbers of 1 to 16 digits at once, each as the one above.
static inline PACKETWALK_V3 packetwalk_pair packetwalk_numbers_v3(const uint8_t *_Nonnull text, int32_t before,
                                                                  int32_t end, int32_t next_before, int32_t next_end) {
  const packetwalk_pair none = {UINT64_MAX, UINT64_MAX};
  const uint32_t length = (uint32_t)(end - before - 1), next = (uint32_t)(next_end - next_before - 1);
  if (__builtin_expect(((length - 1) | (next - 1)) > 15, 0)) return none;
  const __m256i mask = _mm256_loadu2_m128i((const __m128i *)(packetwalk_tail_masks + next),
                                           (const __m128i *)(packetwalk_tail_masks + length));
  const __m256i both =
      _mm256_loadu2_m128i((const __m128i *)(text + next_end - 16), (const __m128i *)(text + end - 16));
  const __m256i digits = _mm256_and_si256(_mm256_sub_epi8(both, _mm256_set1_epi8('0')), mask);
  const __m256i over = _mm256_subs_epu8(digits, _mm256_set1_epi8(9));
  if (__builtin_expect(!_mm256_testz_si256(over, over), 0)) return none;
  const __m256i twos = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(10 | 1 << 8));
  const __m256i fours = _mm256_madd_epi16(twos, _mm256_set1_epi32(100 | 1 << 16));
  const __m256i eights =
      _mm256_madd_epi16(_mm256_packus_epi32(fours, fours), _mm256_set1_epi32(10000 | 1 << 16));
  const uint64_t first = (uint64_t)_mm_cvtsi128_si64(_mm256_castsi256_si128(eights));
  const uint64_t second = (uint64_t)_mm_cvtsi128_si64(_mm256_extracti128_si256(eights, 1));
  const packetwalk_pair found = {(first & 0xFFFFFFFFu) * 100000000u + (first >> 32),
                                 (second & 0xFFFFFFFFu) * 100000000u + (second >> 32)};
  return found;
}

// Each fills a column and returns how many rows it filled: all, or those before the first that is no such number.
#define PACKETWALK_NUMBERS(name, type, most)                                                                        \
  static PACKETWALK_V3 int32_t name(const uint8_t *_Nonnull text, const int32_t *_Nonnull places, int32_t stride, \
                                    int32_t rows, type *_Nonnull out) {                                             \
    int32_t row = 0;                                                                                                \
    for (; row + 1 < rows; row += 2, places += 2 * stride) {                                                        \
      const packetwalk_pair found =                                                                                \
          packetwalk_numbers_v3(text, places[0], places[1], places[stride], places[stride + 1]);                   \
      if (__builtin_expect(found.first > (most) || found.second > (most), 0)) break;                                \
      out[row] = (type)found.first;                                                                                 \
      out[row + 1] = (type)found.second;                                                                            \
    }                                                                                                               \
    for (; row < rows; row++, places += stride) {                                                                   \
      const uint64_t number = packetwalk_number_v3(text, places[0], places[1]);                                    \
      if (__builtin_expect(number > (most), 0)) return row;                                                         \
      out[row] = (type)number;                                                                                      \
    }                                                                                                               \
    return rows;                                                                                                    \
  }

PACKETWALK_NUMBERS(packetwalk_numbers8, uint8_t, 0xFFu)
PACKETWALK_NUMBERS(packetwalk_numbers16, uint16_t, 0xFFFFu)
PACKETWALK_NUMBERS(packetwalk_numbers64, uint64_t, 9999999999999999u)

// Fills a column of IPv4 addresses in strict dotted decimal and returns how many rows it filled.
static PACKETWALK_V3 int32_t packetwalk_addresses(const uint8_t *_Nonnull text, const int32_t *_Nonnull places,
                                                  int32_t stride, int32_t rows, uint32_t *_Nonnull out) {
  const __m128i nine = _mm_set1_epi8(9);
  const __m128i weights = _mm_set1_epi32(0x010A6400);
  for (int32_t row = 0; row < rows; row++, places += stride) {
    const int32_t start = places[0] + 1;
    const uint32_t length = (uint32_t)(places[1] - start);
    if (__builtin_expect(length > 15, 0)) return row;
    const uint8_t *const field = text + start;
    const __m128i bytes = _mm_loadu_si128((const __m128i *)field);
    const __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const uint32_t digits =
        _bzhi_u32((uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(above, nine), above)), length);
    const uint32_t dots = _bzhi_u32((uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'))), length);
    const uint32_t zeros = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(above, _mm_setzero_si128()));
    const uint32_t starts = dots << 1 | 1;
    const uint32_t second = _blsr_u32(dots), third = _blsr_u32(second);
    // Three full stops, else digits, one to three in a row, no zero before another.
    uint32_t wrong = _blsr_u32(third) | (third == 0);
    wrong |= (digits | dots) ^ _bzhi_u32(~0u, length);
    wrong |= starts & ~digits;
    wrong |= digits & digits >> 1 & digits >> 2 & digits >> 3;
    wrong |= zeros & starts & digits >> 1;
    if (__builtin_expect(wrong != 0, 0)) return row;
    // The four bytes up to the end of each number; what is before its digits is none.
    int32_t first, next, last, end;
    __builtin_memcpy(&first, field + _tzcnt_u32(dots) - 4, 4);
    __builtin_memcpy(&next, field + _tzcnt_u32(second) - 4, 4);
    __builtin_memcpy(&last, field + _tzcnt_u32(third) - 4, 4);
    __builtin_memcpy(&end, field + length - 4, 4);
    const __m128i four = _mm_sub_epi8(_mm_set_epi32(end, last, next, first), _mm_set1_epi8('0'));
    __m128i none = _mm_xor_si128(_mm_cmpeq_epi8(_mm_min_epu8(four, nine), four), _mm_set1_epi8(-1));
    none = _mm_or_si128(none, _mm_or_si128(_mm_srli_epi32(none, 8), _mm_srli_epi32(none, 16)));
    const __m128i pairs = _mm_maddubs_epi16(_mm_andnot_si128(none, four), weights);
    const __m128i octets = _mm_madd_epi16(pairs, _mm_set1_epi16(1));
    const __m128i over = _mm_srli_epi32(octets, 8);
    if (__builtin_expect(!_mm_testz_si128(over, over), 0)) return row;
    const __m128i words = _mm_packus_epi32(octets, octets);
    out[row] = __builtin_bswap32((uint32_t)_mm_cvtsi128_si32(_mm_packus_epi16(words, words)));
  }
  return rows;
}
#else

typedef struct {
  int32_t places;
  int32_t newlines;
  bool has_empty_fields;
} packetwalk_index;

// Elsewhere there are the portable functions; none of these is called.
static inline bool packetwalk_has_vectors(void) { return false; }
static inline packetwalk_index packetwalk_find_places(const uint8_t *_Nonnull text, int32_t start, int32_t end,
                                                      int32_t *_Nonnull places, int32_t *_Nonnull newlines) {
  packetwalk_index index = {0, 0, true};
  return index;
}
#define PACKETWALK_NONE(name, type)                                                                                 \
  static inline int32_t name(const uint8_t *_Nonnull text, const int32_t *_Nonnull places, int32_t stride,        \
                             int32_t rows, type *_Nonnull out) {                                                    \
    return 0;                                                                                                       \
  }
PACKETWALK_NONE(packetwalk_numbers8, uint8_t)
PACKETWALK_NONE(packetwalk_numbers16, uint16_t)
PACKETWALK_NONE(packetwalk_numbers64, uint64_t)
PACKETWALK_NONE(packetwalk_addresses, uint32_t)
#endif
