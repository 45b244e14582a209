#ifndef CWAYBILL_BYTE_CLASSES_H
#define CWAYBILL_BYTE_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

/// Which of 64 bytes are what: one bit a byte, the first byte in the lowest bit.
struct waybill_byte_classes {
    uint64_t upper;       // A to Z
    uint64_t lower;       // a to z
    uint64_t digit;       // 0 to 9
    uint64_t space;       // U+0020 alone
    uint64_t blank;       // ASCII white space but line breaks
    uint64_t line_break;  // CR, LF
    uint64_t slash;
    uint64_t apostrophe;
    uint64_t lead;  // from 0xC0: the first byte of a scalar beyond ASCII
};

typedef signed char waybill_bytes __attribute__((ext_vector_type(64)));
typedef bool waybill_bits __attribute__((ext_vector_type(64)));

// A macro, since a function that takes 64 bytes in registers has a different calling convention on each processor.
#define WAYBILL_BITS(field, test)                                                        \
    do {                                                                                 \
        waybill_bits bits = __builtin_convertvector((waybill_bytes)(test), waybill_bits); \
        __builtin_memcpy(&classes.field, &bits, sizeof bits);                            \
    } while (0)

/// Classifies 64 bytes.
///
/// In C because Swift's vectors cannot become bit sets. Comparisons are signed: bytes from 0x80 are below zero.
static inline struct waybill_byte_classes waybill_classify(const uint8_t *_Nonnull pointer) {
    struct waybill_byte_classes classes;
    waybill_bytes bytes;
    __builtin_memcpy(&bytes, pointer, sizeof bytes);
    WAYBILL_BITS(upper, (bytes >= 'A') & (bytes <= 'Z'));
    WAYBILL_BITS(lower, (bytes >= 'a') & (bytes <= 'z'));
    WAYBILL_BITS(digit, (bytes >= '0') & (bytes <= '9'));
    WAYBILL_BITS(space, bytes == ' ');
    WAYBILL_BITS(blank, (bytes == ' ') | (bytes == '\t') | (bytes == '\v') | (bytes == '\f'));
    WAYBILL_BITS(line_break, (bytes == '\r') | (bytes == '\n'));
    WAYBILL_BITS(slash, bytes == '/');
    WAYBILL_BITS(apostrophe, bytes == '\'');
    WAYBILL_BITS(lead, (bytes < 0) & (bytes >= -64));
    return classes;
}

#undef WAYBILL_BITS

#endif
