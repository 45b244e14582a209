import WaybillInterchange

/// The top level of a request body: the members that an adapter writes, in its order, with the program's vendor extras worked in.
///
/// Extras are a JSON merge patch (RFC 7386): objects are merged member by member, anything else replaces what the adapter wrote, in its
/// place, and `null` removes it. Lists that grow, such as `tools`, are appended to instead. Extras that are none of the adapter's members
/// come last, in their order. Reserved members are Waybill's own and stay as they are. What a model refused is taken out of all that.
struct RequestBody {
    private let extras: JSONObject
    private let reserved: [String]
    private let repairs: BodyRepairs
    private var writer: BodyWriter
    private var merged: [String] = []

    /// A written body.
    struct Written {
        let bytes: [UInt8]
        /// How many of them, from the first, belong to the stable part of the prompt; `nil`: not said.
        let stableBytes: Int?
    }

    /// Writes a body.
    ///
    /// - Parameters:
    ///   - extras: What the program adds for this adapter.
    ///   - reserved: The members that extras cannot change, since routing, reports or the reading of the answer rest on them.
    ///   - repairs: What is left out or goes by another name.
    ///   - write: Writes the adapter's members.
    static func encode(
        extras: JSONObject?, reserved: [String], repairs: BodyRepairs = BodyRepairs(), _ write: (inout RequestBody) -> Void
    ) -> Written {
        var writer = BodyWriter()
        writer.object { writer in
            var body = RequestBody(extras: extras ?? [:], reserved: reserved, repairs: repairs, writer: writer)
            write(&body)
            body.writeRemainingExtras()
            writer = body.writer
        }
        return Written(bytes: writer.bytes, stableBytes: writer.stableBytes)
    }

    /// Writes a member; `write` writes its value.
    ///
    /// - Parameter grows: Whether a list in the extras is appended to this one.
    mutating func member(_ key: StaticString, grows: Bool = false, _ write: (inout BodyWriter) -> Void) {
        guard !extras.isEmpty || !repairs.isEmpty else { return writer.member(key, write) }
        let name = key.description
        let extra = reserved.contains(name) ? nil : extras[name]
        if extra != nil { merged.append(name) }
        guard extra?.isNull != true, !repairs.passesOver(name) else { return }
        guard extra != nil || repairs.change(name) else { return writer.member(key, write) }
        var own = BodyWriter()
        write(&own)
        let written = try? JSONReader.read(own.bytes, options: .init(maximumDepth: JSONReader.Options.deepest))
        let value = extra.map { written?.patched(with: $0, appending: grows) ?? $0 } ?? written
        if let value { writeRepaired(name, value) }
    }

    /// Writes a member as far as the model takes it.
    private mutating func writeRepaired(_ name: String, _ value: JSONValue) {
        if let (name, value) = repairs.repaired(name, value) { writer.member(named: name, value) }
    }

    /// Writes a member, or leaves it out where there is no value.
    mutating func member(_ key: StaticString, _ value: JSONValue?) {
        if let value { member(key) { $0.value(value) } }
    }

    private mutating func writeRemainingExtras() {
        for (key, value) in extras where !merged.contains(key) && !reserved.contains(key) && !value.isNull {
            if !repairs.passesOver(key) { writeRepaired(key, value) }
        }
    }
}

extension JSONObject {
    /// The members of these names alone.
    func keeping(_ names: [String]) -> JSONObject {
        JSONObject(filter { names.contains($0.key) }.map { ($0.key, $0.value) })
    }
}

extension JSONValue {
    /// This value with a merge patch applied; `appending` says what becomes of two lists.
    fileprivate func patched(with patch: JSONValue, appending: Bool) -> JSONValue {
        switch (self, patch) {
        case (.object(var object), .object(let patch)):
            for (key, change) in patch {
                if change.isNull {
                    object.removeValue(forKey: key)
                } else {
                    object[key] = object[key]?.patched(with: change, appending: false) ?? change
                }
            }
            return .object(object)
        case (.array(let elements), .array(let more)) where appending:
            return .array(elements + more)
        default:
            return patch
        }
    }
}
