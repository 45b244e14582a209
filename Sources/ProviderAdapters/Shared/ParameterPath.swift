import WaybillInterchange

/// The way to a parameter in a body: a member, or a member of an object that is one.
struct ParameterPath: Hashable {
    /// The member of the body.
    let root: String
    /// The member of that member; `nil`: all of it is meant.
    let leaf: String?

    /// Reads a name such as `temperature`, `reasoning.effort` or `stop[0]`, which means all of `stop`; `nil` for what leads deeper.
    init?(_ name: String) {
        let steps = name.prefix { $0 != "[" }.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard steps.count <= 2, steps.allSatisfy({ !$0.isEmpty }), let root = steps.first else { return nil }
        self.root = root
        leaf = steps.count == 2 ? steps[1] : nil
    }

    /// The name as providers write it.
    var name: String { leaf.map { "\(root).\($0)" } ?? root }

    /// What stands there in the body's member.
    func value(in member: JSONValue) -> JSONValue? {
        guard let leaf else { return member }
        return member[leaf]
    }
}
