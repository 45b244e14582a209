public import WaybillInterchange

extension RouteChanges: CustomStringConvertible {
    /// One line for each workload, provider or model that changed.
    public var description: String { subjects.map(\.description).joined(separator: "\n") }
}

extension SubjectChanges: CustomStringConvertible {
    /// What changed of what: `support-chat: acme/fast now before acme/thorough; deadline 20s → 30s`.
    public var description: String { "\(subject): \(changes.map(\.description).joined(separator: "; "))" }
}

extension SubjectChanges.Subject: CustomStringConvertible {
    /// The name, after a word that says of what where it is not a workload's.
    public var description: String {
        switch self {
        case .defaults: "defaults"
        case .workload(let workload): "\(workload)"
        case .provider(let name): "provider \(name)"
        case .model(let model): "model \(model)"
        }
    }
}

extension RouteChange: CustomStringConvertible {
    /// The change in a few words.
    public var description: String {
        switch self {
        case .added(let models) where models.isEmpty: "added"
        case .added(let models): "added, with \(models.map(\.description).joined(separator: ", "))"
        case .removed: "removed"
        case .candidateAdded(let model, after: let other?): "\(model) added after \(other)"
        case .candidateAdded(let model, after: nil): "\(model) added as the first"
        case .candidateRemoved(let model): "\(model) removed"
        case .candidateMoved(let model, before: let other?): "\(model) now before \(other)"
        case .candidateMoved(let model, before: nil): "\(model) now last"
        case .value(let key, let old, let new, let candidate):
            "\(candidate.map { "\($0) " } ?? "")\(key) \(Self.step(from: old, to: new))"
        case .hidden(let key, let candidate): "\(candidate.map { "\($0) " } ?? "")\(key) changed"
        }
    }

    private static func step(from old: String?, to new: String?) -> String {
        switch (old, new) {
        case (let old?, let new?): "\(old) → \(new)"
        case (nil, let new?): "now \(new)"
        case (let old?, nil): "no longer \(old)"
        case (nil, nil): "changed"
        }
    }
}

extension RouteChanges: JSONWritable {
    /// An array of `{"subject", "name", "changes"}`.
    public var json: JSONValue { .array(subjects.map(\.json)) }
}

extension SubjectChanges: JSONWritable {
    /// `{"subject": "workload", "name": "support-chat", "changes": […]}`.
    public var json: JSONValue {
        let (kind, name): (String, String?) =
            switch subject {
            case .defaults: ("defaults", nil)
            case .workload(let workload): ("workload", workload.rawValue)
            case .provider(let name): ("provider", name)
            case .model(let model): ("model", model.description)
            }
        var object: JSONObject = ["subject": .string(kind)]
        object.set("name", name)
        object["changes"] = .array(changes.map(\.json))
        return .object(object)
    }
}

extension RouteChange: JSONWritable {
    /// `{"change": …}` with what belongs to it, and `text` for people.
    public var json: JSONValue {
        var object: JSONObject
        switch self {
        case .added(let models): object = ["change": "added", "models": .array(models.map(\.json))]
        case .removed: object = ["change": "removed"]
        case .candidateAdded(let model, let other):
            object = ["change": "candidate-added", "model": model.json, "after": other?.json ?? .null]
        case .candidateRemoved(let model): object = ["change": "candidate-removed", "model": model.json]
        case .candidateMoved(let model, let other):
            object = ["change": "candidate-moved", "model": model.json, "before": other?.json ?? .null]
        case .value(let key, let old, let new, let candidate):
            object = ["change": "value", "key": .string(key)]
            if let candidate { object["model"] = candidate.json }
            object["from"] = old.map(JSONValue.string) ?? .null
            object["to"] = new.map(JSONValue.string) ?? .null
        case .hidden(let key, let candidate):
            object = ["change": "hidden", "key": .string(key)]
            if let candidate { object["model"] = candidate.json }
        }
        object["text"] = .string(description)
        return .object(object)
    }
}
