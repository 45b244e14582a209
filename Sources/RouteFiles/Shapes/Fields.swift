import WaybillInterchange
import WaybillRoutes

/// The members of one mapping while it is decoded.
///
/// Every key is asked for once; ``finish()`` reports what nobody asked for. So the decoders themselves are the vocabulary, and a key that is not
/// decoded cannot be accepted. Over no file, the same questions describe the mapping: ``describe(_:_:)``.
struct Fields {
    /// Where the mapping begins.
    let location: SourceLocation
    let reading: Reading
    private let entries: [YAMLEntry]
    private let owner: String
    private let isIncomplete: Bool
    private var known: [String] = []
    /// What begins the keys that go on with a name of the operator's own.
    private var beginnings: [String] = []
    /// What was asked for, where the mapping is only described.
    private var description: MappingSchema?

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
            reading.report(ValueFault.wrongKind, "\(owner) must be a mapping of 'key: value'", at: node.location)
            return nil
        }
        location = node.location
        self.owner = owner
        self.reading = reading
        self.isIncomplete = isIncomplete
    }

    private init(describing owner: String) {
        location = YAMLNode.nothing.location
        reading = Reading()
        entries = []
        self.owner = owner
        isIncomplete = true
        description = MappingSchema(name: owner)
    }

    /// What `decode` asks for.
    static func describe<Value>(_ owner: String, _ decode: (inout Fields) -> Value) -> MappingSchema {
        var fields = Fields(describing: owner)
        _ = decode(&fields)
        return fields.description ?? MappingSchema(name: owner)
    }

    /// Whether the mapping has no keys at all.
    var isEmpty: Bool { entries.isEmpty }

    /// Whether the mapping has a key, whatever is under it.
    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    /// The value under a key, decoded.
    ///
    /// - Parameters:
    ///   - meaning: What the value says, in plain words: for editors and for the documentation.
    ///   - usual: What holds where the key is left out, if that needs saying.
    mutating func read<Value>(_ key: String, _ shape: Shape<Value>, _ meaning: String, usual: String? = nil) -> Value? {
        note(key, shape, meaning, usual: usual)
        return value(under: key).flatMap { shape.read($0, reading) }
    }

    /// The value under a key that must be there, decoded.
    ///
    /// - Parameters:
    ///   - meaning: What the value says, also as in "'api' is missing: `meaning`".
    ///   - isExcused: Whether it need not be there after all, for one that hangs on other values.
    mutating func require<Value>(_ key: String, _ shape: Shape<Value>, _ meaning: String, unless isExcused: Bool? = nil) -> Value? {
        note(key, shape, meaning, isRequired: isExcused == nil)
        if !has(key), !isIncomplete, isExcused != true {
            let advice = meaning.map { $0 == "`" ? "'" : $0 }
            reading.report(ValueFault.missingKey, "'\(key)' is missing in \(owner): \(String(advice))", at: location)
        }
        return value(under: key).flatMap { shape.read($0, reading) }
    }

    /// The values under all keys that begin so and go on with a name of the operator's own, decoded, with these names.
    mutating func read<Value>(
        beginning prefix: String, _ shape: Shape<Value>, _ meaning: String
    ) -> [(name: String, value: Value)] {
        description?.members.append(.init(key: prefix, isPrefix: true, schema: shape.schema, meaning: meaning))
        let keys = entries.map(\.key).filter { $0.hasPrefix(prefix) && $0 != prefix }
        known += keys
        beginnings.append(prefix)
        return keys.compactMap { key in
            value(under: key).flatMap { shape.read($0, reading) }.map { (String(key.dropFirst(prefix.count)), $0) }
        }
    }

    /// Takes note of a key whose value was read before.
    mutating func skip<Value>(_ key: String, _ shape: Shape<Value>, _ meaning: String) { note(key, shape, meaning) }

    private mutating func note<Value>(
        _ key: String, _ shape: Shape<Value>, _ meaning: String, isRequired: Bool = false, usual: String? = nil
    ) {
        known.append(key)
        description?.members.append(.init(key: key, schema: shape.schema, isRequired: isRequired, usual: usual, meaning: meaning))
    }

    /// The value under a key, which must not be nothing.
    private func value(under key: String) -> YAMLNode? {
        guard let entry = entries.first(where: { $0.key == key }) else { return nil }
        guard !entry.value.isNull else {
            reading.report(ValueFault.missingValue, "\(quoted(key)) has no value; write one or delete the key", at: entry.keyLocation)
            return nil
        }
        return entry.value
    }

    /// Reports the keys that nobody asked for.
    func finish() {
        for entry in entries where !known.contains(entry.key) {
            reading.report(ValueFault.unknownKey, unknown(entry.key), at: entry.keyLocation)
            if SecretMask.isNameOfSecret(entry.key) { reading.hide(entry.value) }
        }
    }

    private func unknown(_ key: String) -> DiagnosticMessage {
        let names = known + beginnings.map { "\($0)KEY" }
        let all = names.count == 1 ? "the only key here is '\(names[0])'" : "the keys here are \(names.joined(separator: ", "))"
        return DiagnosticMessage("unknown key \(quoted(key)) in \(owner)").suggesting(nearestWord(to: key, among: known), otherwise: all)
    }

    /// A value, if there is no problem with what its members mean together.
    func sound<Value>(_ value: Value, _ problem: String?) -> Value? {
        guard let problem else { return value }
        reading.report(ValueFault.contradiction, DiagnosticMessage(problem), at: location)
        return nil
    }
}
