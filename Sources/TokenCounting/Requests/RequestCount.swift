public import WaybillInterchange

/// The input tokens of a whole request, in all and part by part.
public struct RequestCount: Sendable, Hashable {
    /// What a part of the tokens is for.
    public enum Part: String, Sendable, Hashable, CaseIterable {
        /// The instructions.
        case instructions
        /// The definitions of the tools, and what the choice among them costs.
        case tools
        /// The schema that the answer must follow.
        case schema
        /// The texts of all messages, tool calls, results and reasoning; examples, references and late context are among them.
        case messages
        /// The images.
        case images
        /// The files.
        case files
        /// The sound.
        case audio
        /// What stands between and around all of it: the frames of messages, the system's own message, the beginning of the answer.
        case framing
    }

    /// All of it.
    public let total: TokenCount
    /// The parts that have tokens or may have some, in the order of ``Part``.
    public let parts: [PartCount]

    init(tallies: [TokenTally], tokenizer: String) {
        var total = TokenTally()
        var parts: [PartCount] = []
        parts.reserveCapacity(4)
        for (part, tally) in zip(Part.allCases, tallies) where !tally.isEmpty {
            total.add(tally)
            parts.append(PartCount(part: part, count: tally.count(tokenizer)))
        }
        self.total = total.count(tokenizer)
        self.parts = parts
    }

    /// Creates a count of which the parts are not known.
    package init(total: TokenCount) {
        self.total = total
        parts = []
    }

    /// The tokens of one part; `nil` where there is nothing of its kind.
    public subscript(part: Part) -> TokenCount? { parts.first { $0.part == part }?.count }
}

extension RequestCount {
    /// The tokens of one part.
    public struct PartCount: Sendable, Hashable {
        /// Which part.
        public var part: Part
        /// Its tokens.
        public var count: TokenCount
    }
}

extension RequestCount.PartCount: JSONWritable {
    /// `{"tokens", "certainty", …}`; the tokenizer is that of the whole.
    public var json: JSONValue {
        var object = count.json.objectValue ?? [:]
        _ = object.removeValue(forKey: "tokenizer")
        return .object(object)
    }
}
