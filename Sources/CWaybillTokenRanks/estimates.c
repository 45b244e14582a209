// Made by scripts/fit-token-estimates, which says what this is.

#include "CWaybillTokenRanks.h"

static const unsigned char class_of_page[] = {
    8, 9, 10, 10, 10, 10, 8, 12, 13, 14, 15, 16, 17, 18, 18, 8, 8, 8, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 29, 30, 30, 31, 32, 8, 8, 33, 33, 33, 8, 8, 8, 8, 8, 8, 8, 8, 34, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 11, 11, 12, 12, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8
};

static const unsigned char class_of_byte[256] = {
    129, 129, 129, 129, 129, 129, 129, 129, 129, 64, 128, 64, 64, 128, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 64, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 129, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 129, 129, 129, 129, 129, 129, 129, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 129, 129, 129, 129, 129, 129, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 131, 129, 129, 129, 129, 129
};

static const struct waybill_weight weights[][35] = {
    { // unknown
        {9068, 80}, // white space
        {9248, 113}, // punctuation
        {8159, 1848}, // number
        {10686, 0}, // ASCII word
        {8742, 128}, // symbol
        {9364, 191}, // Han
        {9750, 0}, // kana
        {11283, 22}, // Hangul
        {0, 13027}, // other letters
        {7188, 1596}, // Latin-1
        {11925, 0}, // Latin Extended
        {10482, 0}, // Vietnamese
        {9493, 671}, // Greek
        {11804, 56}, // Cyrillic
        {13902, 4125}, // Cyrillic Extended
        {10731, 1689}, // Armenian
        {11913, 733}, // Hebrew
        {12645, 0}, // Arabic
        {24665, 0}, // Arabic Extended
        {9444, 798}, // Devanagari
        {16816, 0}, // Bengali
        {10116, 1514}, // Gurmukhi
        {10444, 1522}, // Gujarati
        {8991, 3416}, // Oriya
        {10683, 1037}, // Tamil
        {8559, 1499}, // Telugu
        {14160, 394}, // Kannada
        {17123, 412}, // Malayalam
        {15023, 651}, // Sinhala
        {10211, 240}, // Thai and Lao
        {9649, 0}, // Tibetan
        {13418, 432}, // Myanmar
        {9866, 1090}, // Georgian
        {8445, 0}, // Ethiopic
        {9380, 1842}, // Khmer
    },
    { // cl100k
        {9964, 9}, // white space
        {8818, 182}, // punctuation
        {9533, 95}, // number
        {10310, 0}, // ASCII word
        {9966, 0}, // symbol
        {14268, 0}, // Han
        {8160, 1384}, // kana
        {8843, 1608}, // Hangul
        {0, 18084}, // other letters
        {7755, 2145}, // Latin-1
        {14579, 0}, // Latin Extended
        {6397, 2534}, // Vietnamese
        {8226, 3312}, // Greek
        {13473, 482}, // Cyrillic
        {6762, 9342}, // Cyrillic Extended
        {2672, 9814}, // Armenian
        {4853, 4846}, // Hebrew
        {14802, 1124}, // Arabic
        {24660, 0}, // Arabic Extended
        {2593, 3450}, // Devanagari
        {8797, 3320}, // Bengali
        {6362, 4935}, // Gurmukhi
        {6066, 5413}, // Gujarati
        {8547, 6358}, // Oriya
        {5841, 4073}, // Tamil
        {7077, 5237}, // Telugu
        {2842, 6002}, // Kannada
        {5789, 4977}, // Malayalam
        {8169, 4962}, // Sinhala
        {6657, 2243}, // Thai and Lao
        {12609, 457}, // Tibetan
        {16658, 3724}, // Myanmar
        {5801, 6034}, // Georgian
        {11698, 1945}, // Ethiopic
        {9867, 3592}, // Khmer
    },
    { // llama3
        {9968, 29}, // white space
        {8595, 196}, // punctuation
        {9464, 130}, // number
        {10409, 0}, // ASCII word
        {9761, 72}, // symbol
        {8581, 410}, // Han
        {9109, 21}, // kana
        {10511, 0}, // Hangul
        {0, 18041}, // other letters
        {4949, 2288}, // Latin-1
        {11350, 0}, // Latin Extended
        {5983, 0}, // Vietnamese
        {8091, 441}, // Greek
        {11480, 16}, // Cyrillic
        {33167, 3927}, // Cyrillic Extended
        {855, 8706}, // Armenian
        {4846, 4843}, // Hebrew
        {11684, 0}, // Arabic
        {26354, 0}, // Arabic Extended
        {2843, 1626}, // Devanagari
        {8806, 3305}, // Bengali
        {6718, 4837}, // Gurmukhi
        {6012, 5422}, // Gujarati
        {7407, 6644}, // Oriya
        {5837, 4074}, // Tamil
        {6975, 5254}, // Telugu
        {2845, 6001}, // Kannada
        {3869, 5118}, // Malayalam
        {8491, 4842}, // Sinhala
        {6822, 595}, // Thai and Lao
        {12128, 712}, // Tibetan
        {16303, 3789}, // Myanmar
        {5649, 6054}, // Georgian
        {11184, 2269}, // Ethiopic
        {9696, 3623}, // Khmer
    },
    { // llama4
        {10238, 0}, // white space
        {9252, 0}, // punctuation
        {9527, 434}, // number
        {9733, 70}, // ASCII word
        {8476, 0}, // symbol
        {8180, 0}, // Han
        {7227, 0}, // kana
        {8682, 0}, // Hangul
        {12013, 0}, // other letters
        {8196, 353}, // Latin-1
        {8518, 0}, // Latin Extended
        {6964, 419}, // Vietnamese
        {9635, 0}, // Greek
        {9117, 0}, // Cyrillic
        {10937, 2003}, // Cyrillic Extended
        {5672, 3861}, // Armenian
        {9548, 670}, // Hebrew
        {11270, 0}, // Arabic
        {12899, 0}, // Arabic Extended
        {10272, 56}, // Devanagari
        {13207, 0}, // Bengali
        {8175, 874}, // Gurmukhi
        {7812, 923}, // Gujarati
        {6921, 3873}, // Oriya
        {5746, 1728}, // Tamil
        {7659, 1062}, // Telugu
        {10567, 224}, // Kannada
        {12534, 215}, // Malayalam
        {10326, 0}, // Sinhala
        {8502, 0}, // Thai and Lao
        {7081, 0}, // Tibetan
        {10210, 222}, // Myanmar
        {10091, 238}, // Georgian
        {5182, 0}, // Ethiopic
        {5436, 1001}, // Khmer
    },
    { // qwen
        {9379, 104}, // white space
        {8674, 221}, // punctuation
        {470, 9701}, // number
        {10345, 0}, // ASCII word
        {9868, 0}, // symbol
        {7583, 381}, // Han
        {9260, 0}, // kana
        {10287, 336}, // Hangul
        {4019, 8522}, // other letters
        {8893, 1778}, // Latin-1
        {12653, 0}, // Latin Extended
        {5441, 0}, // Vietnamese
        {3930, 3937}, // Greek
        {13230, 0}, // Cyrillic
        {2664, 8214}, // Cyrillic Extended
        {862, 5314}, // Armenian
        {11489, 0}, // Hebrew
        {12252, 0}, // Arabic
        {0, 7811}, // Arabic Extended
        {306, 3464}, // Devanagari
        {6615, 3063}, // Bengali
        {2601, 5291}, // Gurmukhi
        {3797, 5013}, // Gujarati
        {9901, 3737}, // Oriya
        {3495, 3390}, // Tamil
        {6384, 4403}, // Telugu
        {2225, 4675}, // Kannada
        {4275, 4159}, // Malayalam
        {1209, 4949}, // Sinhala
        {6743, 924}, // Thai and Lao
        {8938, 0}, // Tibetan
        {11065, 3257}, // Myanmar
        {2355, 3258}, // Georgian
        {6246, 0}, // Ethiopic
        {8669, 2478}, // Khmer
    },
    { // tekken
        {9166, 218}, // white space
        {9201, 255}, // punctuation
        {2789, 9097}, // number
        {10771, 0}, // ASCII word
        {9132, 398}, // symbol
        {6349, 1658}, // Han
        {8809, 0}, // kana
        {9862, 0}, // Hangul
        {0, 5336}, // other letters
        {8613, 454}, // Latin-1
        {9781, 235}, // Latin Extended
        {9653, 0}, // Vietnamese
        {8572, 377}, // Greek
        {9168, 291}, // Cyrillic
        {18501, 1423}, // Cyrillic Extended
        {7943, 609}, // Armenian
        {10499, 620}, // Hebrew
        {10037, 0}, // Arabic
        {26041, 0}, // Arabic Extended
        {8716, 474}, // Devanagari
        {13806, 0}, // Bengali
        {8579, 734}, // Gurmukhi
        {7077, 1257}, // Gujarati
        {13199, 5156}, // Oriya
        {10049, 186}, // Tamil
        {5774, 934}, // Telugu
        {10354, 167}, // Kannada
        {12631, 194}, // Malayalam
        {13556, 6917}, // Sinhala
        {6886, 907}, // Thai and Lao
        {12965, 1167}, // Tibetan
        {10223, 189}, // Myanmar
        {6427, 911}, // Georgian
        {10959, 2420}, // Ethiopic
        {16278, 6330}, // Khmer
    },
    { // deepseek
        {8209, 69}, // white space
        {9698, 182}, // punctuation
        {9366, 580}, // number
        {11046, 0}, // ASCII word
        {9968, 0}, // symbol
        {7622, 108}, // Han
        {9702, 0}, // kana
        {11514, 36}, // Hangul
        {0, 7283}, // other letters
        {6093, 1858}, // Latin-1
        {2312, 3133}, // Latin Extended
        {9848, 1002}, // Vietnamese
        {6661, 1195}, // Greek
        {11804, 0}, // Cyrillic
        {11692, 5139}, // Cyrillic Extended
        {8144, 1585}, // Armenian
        {12847, 276}, // Hebrew
        {12073, 0}, // Arabic
        {25306, 0}, // Arabic Extended
        {6153, 1460}, // Devanagari
        {12159, 0}, // Bengali
        {7837, 2011}, // Gurmukhi
        {4586, 2520}, // Gujarati
        {7246, 1538}, // Oriya
        {8058, 960}, // Tamil
        {7950, 1526}, // Telugu
        {9588, 1226}, // Kannada
        {11934, 1378}, // Malayalam
        {9819, 1527}, // Sinhala
        {10038, 0}, // Thai and Lao
        {7263, 0}, // Tibetan
        {12423, 874}, // Myanmar
        {4476, 2113}, // Georgian
        {10660, 237}, // Ethiopic
        {9826, 2382}, // Khmer
    },
    { // claude
        {3939, 103}, // white space
        {8933, 207}, // punctuation
        {9340, 0}, // number
        {12521, 0}, // ASCII word
        {3922, 814}, // symbol
        {13730, 0}, // Han
        {13570, 201}, // kana
        {10818, 1811}, // Hangul
        {0, 18406}, // other letters
        {7994, 2491}, // Latin-1
        {9212, 2460}, // Latin Extended
        {4893, 6403}, // Vietnamese
        {5734, 5181}, // Greek
        {11766, 1186}, // Cyrillic
        {9705, 8661}, // Cyrillic Extended
        {3973, 9694}, // Armenian
        {7530, 3837}, // Hebrew
        {11738, 2931}, // Arabic
        {0, 8503}, // Arabic Extended
        {6288, 3514}, // Devanagari
        {5464, 5869}, // Bengali
        {5014, 9020}, // Gurmukhi
        {5977, 9166}, // Gujarati
        {12035, 5593}, // Oriya
        {2122, 6501}, // Tamil
        {8895, 6172}, // Telugu
        {3605, 7082}, // Kannada
        {6602, 6957}, // Malayalam
        {8655, 4038}, // Sinhala
        {7669, 4922}, // Thai and Lao
        {16730, 1744}, // Tibetan
        {12441, 1225}, // Myanmar
        {11550, 3025}, // Georgian
        {13281, 1534}, // Ethiopic
        {18201, 6153}, // Khmer
    },
    { // mistral7B
        {7359, 898}, // white space
        {9818, 348}, // punctuation
        {1259, 9716}, // number
        {13087, 0}, // ASCII word
        {8415, 1087}, // symbol
        {9694, 1180}, // Han
        {2542, 3015}, // kana
        {9487, 2265}, // Hangul
        {0, 5588}, // other letters
        {3992, 2998}, // Latin-1
        {0, 4548}, // Latin Extended
        {3936, 5150}, // Vietnamese
        {984, 5171}, // Greek
        {8341, 1008}, // Cyrillic
        {17881, 4640}, // Cyrillic Extended
        {3013, 5330}, // Armenian
        {3479, 4693}, // Hebrew
        {7150, 3472}, // Arabic
        {0, 8577}, // Arabic Extended
        {0, 3832}, // Devanagari
        {6969, 3377}, // Bengali
        {0, 8928}, // Gurmukhi
        {0, 7839}, // Gujarati
        {13804, 4959}, // Oriya
        {3379, 3632}, // Tamil
        {7544, 4838}, // Telugu
        {2434, 4548}, // Kannada
        {0, 7534}, // Malayalam
        {10542, 4030}, // Sinhala
        {1405, 3199}, // Thai and Lao
        {9619, 0}, // Tibetan
        {11235, 3267}, // Myanmar
        {3336, 3187}, // Georgian
        {10308, 1619}, // Ethiopic
        {8486, 2586}, // Khmer
    },
};

const unsigned char *waybill_class_of_page(void) { return class_of_page; }
const unsigned char *waybill_class_of_byte(void) { return class_of_byte; }
const struct waybill_weight *waybill_weights(int family) { return weights[family]; }
