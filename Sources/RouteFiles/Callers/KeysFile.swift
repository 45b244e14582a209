import WaybillInterchange
import WaybillRoutes

/// What stands at the top of a keys file.
struct KeysFile {
    static let owner = "the keys file"

    /// The callers in the order of the file, those at fault left out; `nil` where none can be told.
    var callers: [Caller]?

    /// Decodes a file's members.
    init(_ fields: inout Fields) {
        callers = fields.require("keys", .callers, "who may call, by name; {} where nobody may")
    }

    /// What can be written in a keys file.
    static var schema: MappingSchema { Fields.describe(owner) { KeysFile(&$0) } }
}

extension Shape where Value == [Caller] {
    fileprivate static var callers: Shape {
        .entries(
            of: Shape<Caller>.caller("", at: nil).schema, "'keys' must be a mapping of 'name: {sha256: …}'; write {} where nobody may call"
        ) { entry, reading in
            let isNamed = reading.isName(entry)
            guard !entry.value.isNull else {
                reading.report(
                    ValueFault.missingValue, "\(quoted(entry.key)) has no key; write 'sha256: …' below it, or delete it",
                    at: entry.keyLocation)
                return nil
            }
            let caller = Shape<Caller>.caller(entry.key, at: entry.keyLocation).read(entry.value, reading)
            return isNamed ? caller : nil
        }
    }
}

extension Reading {
    /// The members of a caller that hold no key, also where they are misspelled.
    private static let open = ["workloads", "models", "rate_limits", "concurrency", "budget"]

    /// Marks what may be a caller's key: whoever misplaces or misspells `sha256` may also write the key where its hash belongs.
    fileprivate func hideKeys(in node: YAMLNode) {
        guard let entries = node.entries else { return hide(node) }
        for entry in entries where nearestWord(to: entry.key, among: Self.open) == nil { hide(entry.value) }
    }

    /// Whether a key of the mapping is a caller's name.
    fileprivate func isName(_ entry: YAMLEntry) -> Bool {
        if SecretMask.looksLikeKey(entry.key) {
            report(
                CallerFault.plainKey, "this might be a key; write the caller's name here, and the hash of its key under 'sha256'",
                at: entry.keyLocation)
            return false
        }
        guard let problem = Caller.problem(ofName: entry.key) else { return true }
        report(CallerFault.badCallerName, "\(quoted(entry.key)) cannot be a caller's name: \(problem)", at: entry.keyLocation)
        return false
    }
}

extension Shape where Value == Caller {
    /// One caller.
    fileprivate static func caller(_ name: String, at place: SourceLocation?) -> Shape {
        let members = members(of: name, at: place)
        return Shape(members.schema) { node, reading in
            reading.hideKeys(in: node)
            return members.read(node, reading)
        }
    }

    private static func members(of name: String, at place: SourceLocation?) -> Shape {
        .mapping("a caller") { fields in
            let keys = fields.require(
                "sha256", .keyHashes, "the SHA-256 of its key, or a list of them while the key is being changed; never a key itself")
            var caller = Caller(name, keys: [])
            caller.definedAt = place
            let workloads = fields.read("workloads", .grants(of: .workload), "the workloads that it may ask for", usual: "any")
            let models = fields.read(
                "models", .grants(of: .modelGrant),
                "the models that it may name where the gateway allows that: `provider/model-id`, `\"provider/*\"` or `\"*\"`", usual: "none"
            )
            caller.rateLimits = fields.read("rate_limits", .rateLimits, "what it may ask for", usual: "not limited") ?? RateLimits()
            caller.concurrency = fields.read("concurrency", .count, "the most requests at a time", usual: "not limited")
            caller.budget = fields.read("budget", .budget, "what all its calls may cost together", usual: "not limited")
            guard let keys else { return nil }
            caller.keys = keys.map(\.value)
            caller.places.keys = Self.places(keys)
            caller.workloads = workloads?.map(\.value)
            caller.places.workloads = Self.places(workloads ?? [])
            caller.models = models?.map(\.value) ?? []
            caller.places.models = Self.places(models ?? [])
            return caller
        }
    }

    private static func places<Item: Hashable>(_ items: [Placed<Item>]) -> [Item: SourceLocation] {
        Dictionary(items.map { ($0.value, $0.place) }) { $1 }
    }
}
