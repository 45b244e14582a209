import CWaybillTokenRanks

/// OpenAI's encodings, as its library tiktoken has them.
extension TokenEncoding {
    /// GPT-4o, o1 and all later models of OpenAI's.
    public static let o200kBase = TokenEncoding(
        name: "o200k_base", ranks: PackedRanks(waybill_o200k_base()), vocabulary: { o200k }, rules: .o200k,
        specials: SpecialTokens(["<|endoftext|>": 199_999, "<|endofprompt|>": 200_018]))

    /// The gpt-oss models: `o200k_base` with the special tokens of the harmony format.
    public static let o200kHarmony = TokenEncoding(
        name: "o200k_harmony", ranks: PackedRanks(waybill_o200k_base()), vocabulary: { o200k }, rules: .o200k,
        specials: SpecialTokens(harmonyTokens))

    /// GPT-4, GPT-3.5 and the embedding models.
    public static let cl100kBase = TokenEncoding(
        name: "cl100k_base", ranks: PackedRanks(waybill_cl100k_base()), vocabulary: { cl100k }, rules: .cl100k,
        specials: SpecialTokens([
            "<|endoftext|>": 100_257, "<|fim_prefix|>": 100_258, "<|fim_middle|>": 100_259, "<|fim_suffix|>": 100_260,
            "<|endofprompt|>": 100_276,
        ]))

    /// The names of these encodings.
    public static let names = ["o200k_base", "o200k_harmony", "cl100k_base"]

    /// The encoding of this name, if it is one of these.
    public static func named(_ name: String) -> TokenEncoding? {
        switch name {
        case "o200k_base": .o200kBase
        case "o200k_harmony": .o200kHarmony
        case "cl100k_base": .cl100kBase
        default: nil
        }
    }

    private static let o200k = Vocabulary(PackedRanks(waybill_o200k_base()))
    private static let cl100k = Vocabulary(PackedRanks(waybill_cl100k_base()))

    private static let harmonyTokens: [String: Int] = {
        let named = [
            "<|startoftext|>": 199_998, "<|endoftext|>": 199_999, "<|return|>": 200_002, "<|constrain|>": 200_003, "<|channel|>": 200_005,
            "<|start|>": 200_006, "<|end|>": 200_007, "<|message|>": 200_008, "<|call|>": 200_012, "<|endofprompt|>": 200_018,
        ]
        let reserved = [200_000, 200_001, 200_004] + Array(200_009...200_011) + Array(200_013..<201_088)
        return named.merging(reserved.map { ("<|reserved_\($0)|>", $0) }) { name, _ in name }
    }()
}
