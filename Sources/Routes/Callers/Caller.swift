public import WaybillInterchange

/// Who may ask, and for what: one entry of a keys file.
public struct Caller: Sendable, Hashable {
    /// The name, for books, logs and measurements.
    public var name: String
    /// The hashes of its keys: mostly one, and two while a key is being changed.
    public var keys: [KeyHash]
    /// The workloads that it may ask for; `nil`: any.
    public var workloads: [Workload]?
    /// The models that it may name in place of a workload.
    public var models: [ModelGrant] = []
    /// What it may ask for in any 60 seconds.
    public var rateLimits = RateLimits()
    /// The most requests at a time; `nil`: not limited.
    public var concurrency: Int?
    /// What its calls may cost together; `nil`: not limited.
    public var budget: Budget?
    /// Where it stands; `nil` for one built in code.
    public var definedAt: SourceLocation?
    /// Where what it lists stands.
    package var places = Places()

    /// Creates a caller who may ask for any workload and name no model.
    public init(_ name: String, keys: [KeyHash]) {
        self.name = name
        self.keys = keys
    }

    /// Whether it may ask for a workload, or for the model whose name stands in a workload's place.
    ///
    /// Whether there is such a workload or model, this does not say.
    public func mayAsk(for workload: Workload) -> Bool {
        if let model = ModelName(workload.rawValue) { return models.contains { $0.covers(model) } }
        return workload.isValid && workloads?.contains(workload) ?? true
    }
}

extension Caller {
    /// Where in a file the items of a caller's lists stand; of two that are the same, the last.
    package struct Places: Sendable, Hashable {
        package var keys: [KeyHash: SourceLocation] = [:]
        package var workloads: [Workload: SourceLocation] = [:]
        package var models: [ModelGrant: SourceLocation] = [:]

        package init() {}
    }

    /// Why a caller cannot be called so, or `nil`.
    ///
    /// The name stands in log lines, in labels of measurements and in the accounts of the books, where other letters would need care.
    package static func problem(ofName name: String) -> String? {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let isPlain = name.utf8.allSatisfy { letters.contains($0 | 0x20) || digits.contains($0) || "-_.".utf8.contains($0) }
        return isPlain && (1...64).contains(name.utf8.count) ? nil : "a name has 1 to 64 letters from A to Z, digits, '-', '_' or '.'"
    }
}
