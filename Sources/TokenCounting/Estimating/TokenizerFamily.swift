import CWaybillTokenRanks

/// Tokenizers that count alike, for which an estimate was fitted.
///
/// The raw values are the order of the weights in `scripts/fit-token-estimates`.
enum TokenizerFamily: Int, CaseIterable {
    /// Any: fitted to all the others at once, but the last.
    case unknown
    /// GPT-4 and GPT-3.5. Its vocabulary is at hand: tests compare the estimate with it.
    case cl100k
    /// Llama 3.
    case llama3
    /// Llama 4.
    case llama4
    /// Qwen 1 to 3.
    case qwen
    /// Tekken, Mistral's since 2024.
    case tekken
    /// DeepSeek V3 and R1.
    case deepseek
    /// Claude 2: the only one of Anthropic's that was published.
    case claude
    /// Mistral 7B and Mixtral: of the SentencePiece kind, with 32 000 tokens, as Llama 2's is.
    case mistral7B

    /// The family of a tokenizer or model by the beginning of its name, whatever its case and punctuation.
    init?(named name: String) {
        let name = name.lowercased().filter { $0.isLetter || $0.isNumber }
        guard let known = Self.names.first(where: { name.hasPrefix($0.beginning) }) else { return nil }
        self = known.family
    }

    private static let names: [(beginning: String, family: TokenizerFamily)] = [
        ("llama3", .llama3), ("llama4", .llama4), ("qwen", .qwen), ("deepseek", .deepseek), ("claude", .claude), ("anthropic", .claude),
        ("mistral7b", .mistral7B), ("mixtral", .mistral7B), ("llama2", .mistral7B), ("mistral", .tekken), ("ministral", .tekken),
        ("tekken", .tekken), ("cl100k", .cl100k),
    ]

    /// Whether text is cut by ``PieceRules``, so that ``ScriptTally/surePieces`` is a lower bound.
    ///
    /// Tekken does so too; but Mistral has models of either kind under like names.
    private var cutsByRules: Bool {
        switch self {
        case .cl100k, .llama3, .llama4, .qwen: true
        case .unknown, .tekken, .deepseek, .claude, .mistral7B: false
        }
    }

    /// The estimate for a text.
    func estimate(_ tally: ScriptTally) -> TokenEstimate {
        guard tally.bytes > 0 else { return TokenEstimate(lower: 0, expected: 0, upper: 0) }
        let lower = cutsByRules ? max(1, tally.surePieces) : 1
        let upper = cutsByRules ? tally.bytes : tally.bytes + 1
        return TokenEstimate(lower: lower, expected: min(max(expected(tally), lower), upper), upper: upper)
    }

    /// The sum of the weights; in whole numbers, so that it is the same on every machine.
    private func expected(_ tally: ScriptTally) -> Int {
        let weights = UnsafeBufferPointer(start: waybill_weights(Int32(rawValue)), count: PieceClass.count)
        let sum = zip(tally.sums, weights)
            .reduce(into: 0) { sum, each in
                sum += each.0.tokens * Int(each.1.token) + each.0.bytes * Int(each.1.byte)
            }
        return (sum + Self.unit / 2) / Self.unit
    }

    /// What weights are parts of.
    private static let unit = 10_000
}
