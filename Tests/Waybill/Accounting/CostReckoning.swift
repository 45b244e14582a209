import Testing
import WaybillInterchange

/// A cost as a person reckons it: a line for each class of tokens and each fee, and what else is expected.
///
/// It knows nothing of prices and classes but what its lines say, so that it checks what the library makes of them.
struct CostReckoning: Equatable {
    /// How many tokens of each class, and uses of each tool; none of them zero.
    var counts: [String: Int] = [:]
    /// What else is expected, by its first word.
    var facts: [String: String] = [:]
    /// The sum of all lines that have an amount.
    private(set) var sum = Money.zero

    init() {}

    init(counts: [String: Int], facts: [String: String]) {
        self.counts = counts.filter { $0.value != 0 }
        self.facts = facts
    }

    /// Takes a line such as `cached_input 72,001 × $0.50 = $0.0360005`, and reckons it anew.
    mutating func take(_ line: Substring) throws {
        let words = line.split(separator: " ")
        guard let name = words.first, words.count > 1 else {
            facts[String(line)] = ""
            return
        }
        guard let count = Int(words[1].filter { $0 != "," }), words[1].first?.isNumber == true, name != "date" else {
            facts[String(name)] = words.dropFirst().joined(separator: " ")
            return
        }
        if name != "request" { counts[String(name)] = count }
        guard words.count > 2 else { return }
        guard words.count == 6, words[2] == "×", words[4] == "=", let price = Money(String(words[3])), let amount = Money(String(words[5]))
        else { throw CostFixture.Malformed(line: String(line)) }
        let isFee = name == "request" || Self.tools.contains(String(name))
        // A price is of a million tokens, a fee of one use.
        let product = (Int128(count) * price.picodollars).quotientAndRemainder(dividingBy: isFee ? 1 : 1_000_000)
        #expect(product == (amount.picodollars, 0), "'\(line)' is reckoned wrong")
        sum = sum + amount
    }

    private static let tools = ["web_search", "file_search", "code_interpreter", "image_generation"]

    static func == (left: CostReckoning, right: CostReckoning) -> Bool { left.counts == right.counts && left.facts == right.facts }
}

extension CostReckoning: CustomStringConvertible {
    var description: String {
        let counts = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return (counts + facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }).joined(separator: "\n")
    }
}

extension CostReckoning {
    /// What an attempt came to.
    init(_ attempt: AttemptReport) {
        let usage = attempt.usage ?? TokenUsage()
        var counts = [
            "uncached_input": usage.uncachedInput, "cached_input": usage.cachedInput, "image_input": usage.imageInput,
            "audio_input": usage.audioInput, "output_text": usage.outputText, "reasoning": usage.reasoning,
            "audio_output": usage.audioOutput, "image_output": usage.imageOutput,
        ]
        for write in usage.cacheWrites { counts["cache_write_\(Self.words(write.lifetimeSeconds))"] = write.tokens }
        for use in usage.hostedTools { counts[use.tool.rawValue] = use.uses }
        var facts = ["cost": attempt.cost.map { "\($0)" } ?? "unknown"]
        facts["missing"] = attempt.missingPrice
        facts["tier"] = attempt.serviceTier?.rawValue
        facts["reported"] = attempt.reportedCost.map { "\($0)" }
        facts["date"] = attempt.priceDate
        if attempt.costDiffers { facts["differs"] = "" }
        if usage.certainty != .exact { facts["estimated"] = "" }
        if !usage.flags.isEmpty { facts["flags"] = usage.flags.map(\.rawValue).joined(separator: ", ") }
        self.init(counts: counts, facts: facts)
    }

    private static func words(_ lifetime: Int?) -> String {
        guard let lifetime else { return "somehow" }
        return lifetime % 3_600 == 0 ? "\(lifetime / 3_600)h" : "\(lifetime / 60)m"
    }
}
