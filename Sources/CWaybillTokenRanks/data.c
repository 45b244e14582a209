#include "CWaybillTokenRanks.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Aligned, since Swift reads numbers from them in place.
static const _Alignas(16) unsigned char o200k_base[] = {
#embed "o200k_base.ranks"
};
static const _Alignas(16) unsigned char cl100k_base[] = {
#embed "cl100k_base.ranks"
};
static const _Alignas(16) unsigned char unicode_classes[] = {
#embed "unicode-16.classes"
};
static const _Alignas(16) unsigned char unicode_nfc[] = {
#embed "unicode-16.nfc"
};

struct waybill_data waybill_o200k_base(void) { return (struct waybill_data){o200k_base, sizeof o200k_base}; }
struct waybill_data waybill_cl100k_base(void) { return (struct waybill_data){cl100k_base, sizeof cl100k_base}; }
struct waybill_data waybill_unicode_classes(void) { return (struct waybill_data){unicode_classes, sizeof unicode_classes}; }
struct waybill_data waybill_unicode_nfc(void) { return (struct waybill_data){unicode_nfc, sizeof unicode_nfc}; }
