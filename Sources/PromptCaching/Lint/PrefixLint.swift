public import WaybillInterchange
public import WaybillRoutes

/// Finds what keeps the stable part of a prompt from being cached.
///
/// ## Usage
/// ```swift
/// let findings = PrefixLint(today: "2026-11-20").findings(in: prepared)
/// for finding in findings { print(finding) }
/// ```
public struct PrefixLint: Sendable {
    /// The fewest tokens that most hosted models cache.
    public static let usualMinimum = 1_024

    /// How many findings a segment has at the most: the first says it all.
    private static let mostPerText = 4
    private static let mostValues = 16

    private let today: CalendarDay?

    /// Creates a lint.
    ///
    /// - Parameter today: The day as `YYYY-MM-DD`: dates near it are probably those of the call. `nil`: not known, so that every date may be.
    public init(today: String?) {
        self.today = today.flatMap { CalendarDay($0) }
    }

    /// What is found in the texts of the stable part, in their order.
    public func findings(in request: PreparedRequest) -> [PrefixFinding] {
        let outline = PromptOutline(request)
        var reader = Reader(today: today, values: Self.values(of: request.request))
        for kind in outline.kinds.prefix(outline.stableCount) {
            reader.segment = kind
            outline.read(kind, by: &reader)
        }
        return reader.findings
    }

    /// The same, with what each costs and whether the stable part is long enough.
    ///
    /// - Parameters:
    ///   - prompt: The fingerprints of the request, with counted tokens.
    ///   - minimum: The fewest tokens that the model caches; `nil`: not known.
    ///   - price: What its tokens cost; `nil`: not known.
    public func findings(in request: PreparedRequest, _ prompt: FingerprintedPrompt, minimum: Int?, price: Price?) -> [PrefixFinding] {
        var findings = findings(in: request)
        for place in findings.indices {
            guard case .volatile = findings[place].problem,
                let lost = prompt.lostTokens(by: findings[place], minimum: minimum ?? 0)
            else { continue }
            findings[place].lostTokens = lost
            findings[place].costPerThousandCalls = price.flatMap { $0.standard.rates.lost(lost, calls: 1_000) }
        }
        if let minimum, let tokens = prompt.stableTokens, (1..<minimum).contains(tokens) {
            var finding = PrefixFinding(
                problem: .tooShort(tokens: tokens, missing: minimum - tokens), path: "", line: 1, column: 1, byte: 0, excerpt: "")
            finding.costPerThousandCalls = price?.standard.rates.saved(paying: minimum, cachedInPlaceOf: tokens, calls: 1_000)
            findings.append(finding)
        }
        return findings
    }

    /// What of the request belongs to it alone: who asks, in which conversation, and the notes of the program that name somebody.
    private static func values(of request: ModelRequest) -> [ValueSearch] {
        var values = [("user", request.user), ("conversation_id", request.conversationID)]
        for (key, value) in request.metadata.sorted(by: { $0.key < $1.key }) where namesSomebody(key) {
            values.append(("metadata.\(key)", value))
        }
        return values.compactMap { name, value in value.flatMap { ValueSearch(name, $0) } }.prefix(mostValues).map(\.self)
    }

    /// Whether a note with this key is about a person or a single call, and not about the program.
    private static func namesSomebody(_ key: String) -> Bool {
        let key = key.lowercased()
        return names.contains(key) || persons.contains { key.contains($0) }
    }

    private static let names: Set<String> = [
        "name", "id", "first_name", "last_name", "full_name", "display_name", "firstname", "lastname", "fullname",
    ]
    private static let persons = [
        "user", "customer", "client", "person", "visitor", "guest", "caller", "account", "mail", "phone", "session", "request", "trace",
        "conversation",
    ]

    /// Reads texts and notes what is found.
    private struct Reader: PromptReader {
        let today: CalendarDay?
        let values: [ValueSearch]
        var segment = PromptSegment.Kind.tools
        private(set) var findings: [PrefixFinding] = []

        init(today: CalendarDay?, values: [ValueSearch]) {
            self.today = today
            self.values = values
        }

        mutating func read(_ text: String, at field: PromptField) {
            var text = text
            text.withUTF8 { look(at: $0, field) }
        }

        mutating func read(_ bytes: [UInt8], at field: PromptField) {
            bytes.withUnsafeBufferPointer { look(at: $0, field) }
        }

        private mutating func look(at text: UnsafeBufferPointer<UInt8>, _ field: PromptField) {
            // Names of tools and the like are no prose.
            guard field.member != .name, field.member != .strict, field.member != .type else { return }
            for spot in VolatileText.spots(in: text, today: today, values: values, atMost: mostPerText) {
                note(.volatile(spot.kind), text, spot.range, field, spot.valueName)
            }
            if let blanks = TextBytes(bytes: text).firstTrailingBlanks { note(.trailingBlanks, text, blanks, field) }
        }

        private mutating func note(
            _ problem: PrefixFinding.Problem, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ field: PromptField,
            _ valueName: String? = nil
        ) {
            let place = TextPlace(byte: range.lowerBound, in: text[...])
            findings.append(
                PrefixFinding(
                    problem: problem, path: field.path(in: segment), line: place.line, column: place.column, byte: range.lowerBound,
                    excerpt: String(decoding: text[range], as: UTF8.self), valueName: valueName))
        }
    }
}

extension FingerprintedPrompt {
    /// How many tokens of the stable part are not read from the cache for something that differs in it; `nil` where they were not counted.
    fileprivate func lostTokens(by finding: PrefixFinding, minimum: Int) -> Int? {
        guard let stable = stableTokens, stable >= minimum,
            let place = segments.firstIndex(where: { finding.path.hasPrefix($0.kind.path) }),
            let before = tokens(ofFirst: place)
        else { return nil }
        // What precedes is still read, where it is long enough by itself.
        return stable - (before >= minimum ? before : 0)
    }
}

extension TokenRates {
    /// What it costs that so many tokens are not read from the cache, but written to it each time where that is paid for; `nil` where reading there
    /// has no price of its own.
    fileprivate func lost(_ tokens: Int, calls: Int) -> Money? {
        cachedInput.map { Money(picodollars: Int128(max(0, (cacheWrite ?? input) - $0)) * Int128(tokens) * Int128(calls)) }
    }

    /// What reading more tokens from the cache costs less than so many that are not; `nil`: it does not, or nobody knows.
    fileprivate func saved(paying more: Int, cachedInPlaceOf tokens: Int, calls: Int) -> Money? {
        guard let cachedInput else { return nil }
        let saved = Int128(input) * Int128(tokens) - Int128(cachedInput) * Int128(more)
        return saved > 0 ? Money(picodollars: saved * Int128(calls)) : nil
    }
}

extension TextBytes {
    /// The first blanks before a line break, or before the end of a text of several lines.
    fileprivate var firstTrailingBlanks: Range<Int>? {
        var start: Int?
        var hasLines = false
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): start = start ?? place
            case UInt8(ascii: "\n"):
                if let start { return start..<place }
                hasLines = true
            default: start = nil
            }
        }
        return hasLines ? start.map { $0..<count } : nil
    }
}
