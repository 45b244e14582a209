#ifndef CWAYBILL_TOKEN_RANKS_H
#define CWAYBILL_TOKEN_RANKS_H

#include <stddef.h>

/// Bytes in the read-only data of the program. The system reads them from the file when they are first touched.
struct waybill_data {
    const unsigned char *bytes;
    size_t count;
};

/// OpenAI's vocabularies, in the form that `scripts/pack-token-ranks` describes.
struct waybill_data waybill_o200k_base(void);
struct waybill_data waybill_cl100k_base(void);

/// Unicode 16.0.0, in the forms that `scripts/make-unicode-tables` describes.
struct waybill_data waybill_unicode_classes(void);
struct waybill_data waybill_unicode_nfc(void);

/// How many tokens of another tokenizer to expect, in ten-thousandths; `scripts/fit-token-estimates` says how.
struct waybill_weight {
    /// For each token of o200k_base.
    int token;
    /// For each byte.
    int byte;
};

/// The weights of a family of tokenizers, one for each class of pieces.
const struct waybill_weight *waybill_weights(int family);
/// The classes of letters and marks below U+3000, for each 128 scalars.
const unsigned char *waybill_class_of_page(void);
/// The classes of ASCII, in the lower six bits. 0x40: pieces that begin here are sure; 0x80: after a piece of ASCII.
const unsigned char *waybill_class_of_byte(void);

#endif
