public import WaybillInterchange

/// A place that keeps prompts: an account's cache of one model on one server.
public struct CachePlace: Sendable, Hashable {
    /// A number made of all of it: the same in every process.
    package let number: UInt64

    /// Names a place.
    ///
    /// - Parameters:
    ///   - server: The server's address.
    ///   - account: Whose cache it is there: a prompt that was kept for one account is not read for another.
    ///   - model: The model's id on that server.
    public init(server: String, account: String, model: String) {
        number = SHA256.number(of: ["place", server, account, model])
    }

    /// How much a prefix belongs here: of several places, those who ask for the same prefix all find the same to have the most.
    ///
    /// A place more, or less, moves only the prefixes that it gets or had (rendezvous hashing).
    package func weight(for prefix: UInt64) -> UInt64 {
        var generator = SeededGenerator(seed: number ^ prefix)
        return generator.next()
    }
}

/// What must be the same, beside a prompt's own bytes, for it to be found where it was kept.
public struct CacheScope: Sendable, Hashable {
    let number: UInt64

    private init(number: UInt64) { self.number = number }

    /// Names a scope.
    ///
    /// - Parameters:
    ///   - place: Where the prompt is sent.
    ///   - parameters: With what: some of them are rendered into the prompt.
    ///   - key: The cache key that is sent.
    ///   - salt: The salt that is sent.
    public init(_ place: CachePlace, _ parameters: GenerationParameters, key: String? = nil, salt: String? = nil) {
        let settings = [
            parameters.reasoningEffort?.rawValue, parameters.verbosity?.rawValue, parameters.parallelToolCalls?.description, key, salt,
        ]
        // What is not said is not the same as what is said to be nothing.
        number = SHA256.number(of: ["scope", "\(place.number)"] + settings.map { $0.map { "=\($0)" } ?? "" })
    }

    /// The part of it that one machine keeps.
    ///
    /// - Parameter machine: Its number; most requests come to number 0.
    public func on(machine: Int) -> CacheScope {
        machine == 0 ? self : CacheScope(number: SHA256.number(of: ["machine", "\(number)", "\(machine)"]))
    }
}

extension SHA256 {
    /// The beginning of the hash of some texts, each apart from the next.
    fileprivate static func number(of texts: [String]) -> UInt64 {
        var hash = SHA256()
        for text in texts { hash.update("\(text.utf8.count) \(text)") }
        return hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
