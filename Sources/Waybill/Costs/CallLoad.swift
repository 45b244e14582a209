public import WaybillInterchange
public import WaybillRoutes

/// How many calls there are in some time, and how long they are: given, or as the books have them.
///
/// ## Usage
/// ```swift
/// // 10 000 calls a day of 2000 tokens, of which 60 % are read from a cache, and 300 of output.
/// var load = CallLoad(calls: 10_000, in: .seconds(86_400))
/// load.add(calls: 10_000, input: 2_000, cached: Share(percent: 60), output: 300)
/// ```
public struct CallLoad: Sendable, Hashable {
    /// Calls of which the input is about as long.
    public struct Part: Sendable, Hashable {
        /// How many there are.
        public var calls: Int
        /// The tokens of all of them together.
        public var tokens: TokenUsage
    }

    /// The time in which the calls come.
    public var span: Duration
    /// The share of them that can wait to be handed in as a batch, where a model has a price for that.
    public var batch: Share
    /// The calls, those together that a price for long prompts would not tell apart.
    public private(set) var parts: [Part] = []
    /// The lengths of the input, in tokens, above which prices may be others.
    private let thresholds: [Int]

    /// A load without any calls.
    ///
    /// - Parameters:
    ///   - span: The time in which they come; longer than nothing.
    ///   - thresholds: The lengths of the input, in tokens, above which any price that will be asked about is another.
    public init(in span: Duration, batch: Share = Share(millionths: 0), thresholds: Set<Int> = []) {
        self.span = span
        self.batch = batch
        self.thresholds = thresholds.sorted()
        parts = (0...thresholds.count).map { _ in Part(calls: 0, tokens: TokenUsage()) }
    }

    /// Adds calls, all of which are equally long.
    ///
    /// - Parameter tokens: Those of all of them together.
    public mutating func add(calls: Int, _ tokens: TokenUsage) {
        guard calls > 0 else { return }
        let each = tokens.input / calls
        let place = thresholds.firstIndex { each <= $0 } ?? thresholds.count
        parts[place].calls += calls
        parts[place].tokens.add(tokens)
    }

    /// Adds calls, each of which has so many tokens.
    ///
    /// - Parameter cached: The share of the input that is read from a cache.
    public mutating func add(calls: Int, input: Int, cached: Share = Share(millionths: 0), output: Int) {
        let all = input * calls
        let read = all.part(cached)
        add(calls: calls, TokenUsage(uncachedInput: all - read, cachedInput: read, outputText: output * calls))
    }
}

extension CallLoad {
    /// How many calls there are.
    public var calls: Int { parts.reduce(0) { $0 + $1.calls } }

    /// The tokens of all of them together.
    public var tokens: TokenUsage { parts.reduce(into: TokenUsage()) { $0.add($1.tokens) } }

    /// The load with so many times as many calls.
    public func times(_ factor: Int) -> CallLoad {
        changingParts {
            $0.calls *= factor
            $0.tokens.scale { $0 * factor }
        }
    }

    /// The load where nothing is read from caches or written to them.
    public var withoutCache: CallLoad { changingParts { $0.tokens = $0.tokens.withoutCache } }

    /// The load where answers are shorter by a share, reasoning included.
    public func trimmingOutput(by share: Share) -> CallLoad {
        changingParts { part in
            part.tokens.outputText -= part.tokens.outputText.part(share)
            part.tokens.reasoning -= part.tokens.reasoning.part(share)
        }
    }

    /// The load where another share of the input is read from a cache.
    public func caching(_ share: Share) -> CallLoad {
        changingParts { part in
            part.tokens = part.tokens.withoutCache
            let text = part.tokens.uncachedInput
            part.tokens.cachedInput = text.part(share)
            part.tokens.uncachedInput = text - part.tokens.cachedInput
        }
    }

    private func changingParts(_ change: (inout Part) -> Void) -> CallLoad {
        var load = self
        for place in load.parts.indices { change(&load.parts[place]) }
        return load
    }
}

extension CallLoad {
    /// What the whole load costs at a price, or which part of the price is not known.
    func cost(at price: Price) -> Result<Money, MissingPrice> {
        var sum = Money.zero
        let batch = price.has(.batch) ? batch : Share(millionths: 0)
        for part in parts where part.calls > 0 {
            let inBatch = part.share(batch)
            for (part, tier) in [(part.without(inBatch), ServiceTier?.none), (inBatch, .batch)] where part.calls > 0 {
                guard let rates = price.rates(tier: tier, inputTokens: part.tokens.input / part.calls) else {
                    return .failure(MissingPrice(key: price.missingKey(for: part.each, tier: tier) ?? Price.key))
                }
                guard let cost = rates.cost(of: part.tokens) else {
                    return .failure(MissingPrice(key: rates.missingKey(for: part.tokens) ?? Price.key))
                }
                let fee = price.fees.request?.picodollars ?? 0
                sum = sum + cost + Money(picodollars: fee * Int128(part.calls))
            }
        }
        return .success(sum)
    }
}

/// A part of a price that is needed and not known.
struct MissingPrice: Error, Hashable {
    /// Its key in a provider file, such as `tiers.batch`.
    var key: String
}

extension CallLoad.Part {
    /// A share of the calls with their tokens.
    fileprivate func share(_ share: Share) -> CallLoad.Part {
        var part = self
        part.calls = calls.part(share)
        part.tokens.scale { $0.part(share) }
        return part
    }

    fileprivate func without(_ other: CallLoad.Part) -> CallLoad.Part {
        var part = self
        part.calls -= other.calls
        part.tokens.subtract(other.tokens)
        return part
    }

    /// The tokens of one call, about.
    fileprivate var each: TokenUsage {
        var tokens = tokens
        tokens.scale { $0 / max(1, calls) }
        return tokens
    }
}

extension Int {
    /// A share of the number, rounded down.
    fileprivate func part(_ share: Share) -> Int { Int(Int128(self) * Int128(share.millionths) / 1_000_000) }
}

extension TokenUsage {
    /// Every class of which a price speaks but what is written to caches.
    private static var classes: [WritableKeyPath<TokenUsage, Int>] {
        [\.uncachedInput, \.audioInput, \.imageInput, \.cachedInput, \.outputText, \.audioOutput, \.imageOutput, \.reasoning]
    }

    /// Adds the tokens of others; of tools nothing is kept.
    mutating func add(_ other: TokenUsage) {
        for tokens in Self.classes { self[keyPath: tokens] += other[keyPath: tokens] }
        for write in other.cacheWrites { add(write) }
    }

    private mutating func add(_ write: CacheWrite) {
        if let place = cacheWrites.firstIndex(where: { $0.lifetimeSeconds == write.lifetimeSeconds }) {
            cacheWrites[place].tokens += write.tokens
        } else {
            cacheWrites.append(write)
        }
    }

    /// Takes tokens away that are among them.
    fileprivate mutating func subtract(_ other: TokenUsage) {
        for tokens in Self.classes { self[keyPath: tokens] -= other[keyPath: tokens] }
        for write in other.cacheWrites { add(CacheWrite(lifetimeSeconds: write.lifetimeSeconds, tokens: -write.tokens)) }
    }

    /// Replaces the number of each class.
    fileprivate mutating func scale(_ number: (Int) -> Int) {
        for tokens in Self.classes { self[keyPath: tokens] = number(self[keyPath: tokens]) }
        for place in cacheWrites.indices { cacheWrites[place].tokens = number(cacheWrites[place].tokens) }
    }
}
