import WaybillInterchange

/// The members of one mapping while it is decoded.
///
/// Every key is asked for once; ``finish()`` reports what nobody asked for. So the decoders themselves are the vocabulary, and a key that is not
/// decoded cannot be accepted.
struct Fields {
    /// Where the mapping begins.
    let location: SourceLocation
    private let entries: [YAMLEntry]
    private let owner: String
    private let reading: Reading
    private let isIncomplete: Bool
    private var known: [String] = []

    /// Starts decoding `node`; `nil` where it is no mapping, which is then reported.
    ///
    /// - Parameters:
    ///   - owner: What the mapping is, as in "unknown key 'x' in `owner`".
    ///   - isIncomplete: Whether the mapping lacks what it should take over, so that nothing in it is reported as missing.
    init?(_ node: YAMLNode, of owner: String, _ reading: Reading, isIncomplete: Bool = false) {
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .invalid: return nil
        default:
            reading.error("\(owner) must be a mapping of 'key: value'", at: node.location)
            return nil
        }
        location = node.location
        self.owner = owner
        self.reading = reading
        self.isIncomplete = isIncomplete
    }

    /// Whether the mapping has a key, whatever is under it.
    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    /// The value under a key, which must not be nothing.
    mutating func node(_ key: String) -> YAMLNode? {
        known.append(key)
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        guard !entry.value.isNull else {
            reading.error("\(quoted(key)) has no value; write one or delete the key", at: entry.keyLocation)
            return nil
        }
        return entry.value
    }

    /// Knows a key whose value was read before.
    mutating func skip(_ key: String) { known.append(key) }

    /// The value under a key, decoded.
    mutating func read<Value>(_ key: String, _ decode: (YAMLNode) -> Value?) -> Value? {
        node(key).flatMap(decode)
    }

    /// The value under a key that must be there, decoded.
    ///
    /// - Parameter advice: What the value says, as in "'api' is missing: `advice`".
    mutating func require<Value>(_ key: String, _ advice: String, _ decode: (YAMLNode) -> Value?) -> Value? {
        if !has(key), !isIncomplete { reading.error("'\(key)' is missing in \(owner): \(advice)", at: location) }
        return read(key, decode)
    }

    /// Reports the keys that nobody asked for.
    func finish() {
        for entry in entries where !known.contains(entry.key) {
            reading.error("unknown key \(quoted(entry.key)) in \(owner); \(hint(for: entry.key))", at: entry.keyLocation)
            if SecretMask.isNameOfSecret(entry.key) { reading.hide(entry.value) }
        }
    }

    private func hint(for key: String) -> String {
        if let near = nearestWord(to: key, among: known) { return "did you mean '\(near)'?" }
        return known.count == 1 ? "the only key here is '\(known[0])'" : "the keys here are \(known.joined(separator: ", "))"
    }
}
