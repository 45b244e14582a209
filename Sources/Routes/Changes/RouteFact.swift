import WaybillInterchange

/// One thing that a file says, by its key: for comparing what two versions say.
struct RouteFact {
    /// The key as the file writes it, such as `parameters.temperature`.
    let key: String
    /// The value as people read it; `nil` where it is not shown.
    let text: String?
    /// What is compared.
    private let content: AnyHashable

    private init(key: String, text: String?, content: AnyHashable) {
        self.key = key
        self.text = text
        self.content = content
    }

    /// A value that is shown; `nil` where nothing is said.
    init?<Value: Hashable>(_ key: String, _ value: Value?, _ text: (Value) -> String) {
        guard let value else { return nil }
        self.init(key: key, text: text(value), content: value)
    }

    /// A value that describes itself; `nil` where nothing is said.
    init?<Value: Hashable>(_ key: String, _ value: Value?) { self.init(key, value) { "\($0)" } }

    /// A value that is not shown; `nil` where nothing is said.
    init?<Value: Hashable>(hidden key: String, _ value: Value?) {
        guard let value else { return nil }
        self.init(key: key, text: nil, content: value)
    }

    /// A list, which is not said where it is empty.
    init?<Value: Hashable>(list key: String, _ values: [Value]?) {
        guard let values, !values.isEmpty else { return nil }
        self.init(key: key, text: values.map { "\($0)" }.joined(separator: ", "), content: values)
    }

    /// A flag that is said where it is not what holds otherwise.
    init?(flag key: String, _ value: Bool, usually usual: Bool) {
        guard value != usual else { return nil }
        self.init(key, value)
    }

    /// A duration.
    init?(_ key: String, _ value: Duration?) { self.init(key, value, \.shortText) }

    /// A count, such as `400k`.
    init?(count key: String, _ value: Int?) {
        self.init(key, value) { count in
            if count > 0, count % 1_000_000 == 0 { return "\(count / 1_000_000)M" }
            return count > 0 && count % 1_000 == 0 ? "\(count / 1_000)k" : "\(count)"
        }
    }

    /// The same under another key.
    func under(_ prefix: String) -> RouteFact { RouteFact(key: "\(prefix).\(key)", text: text, content: content) }

    /// Whether it says the same.
    func says(_ other: RouteFact) -> Bool { content == other.content }
}

extension RouteFact {
    /// What two lists of facts say differently, in the order of the newer one; what is no longer said comes last.
    ///
    /// - Parameter candidate: Whose facts they are, where not those of the whole.
    static func changes(from old: [RouteFact], to new: [RouteFact], of candidate: ModelName? = nil) -> [RouteChange] {
        let before = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
        let after = Set(new.map(\.key))
        let changed = new.compactMap { fact in change(from: before[fact.key], to: fact, of: candidate) }
        return changed + old.filter { !after.contains($0.key) }.compactMap { change(from: $0, to: nil, of: candidate) }
    }

    private static func change(from old: RouteFact?, to new: RouteFact?, of candidate: ModelName?) -> RouteChange? {
        guard let key = new?.key ?? old?.key else { return nil }
        if let old, let new {
            if old.says(new) { return nil }
            if old.text == new.text { return .hidden(key, candidate: candidate) }
        }
        return .value(key, from: old.map { $0.text ?? "set" }, to: new.map { $0.text ?? "set" }, candidate: candidate)
    }
}
