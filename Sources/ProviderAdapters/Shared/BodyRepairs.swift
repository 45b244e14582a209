import WaybillInterchange

/// What of a body is left out, or goes by another name, since the model refused it.
struct BodyRepairs {
    private let left: [ParameterPath]
    private let renamed: [String: String]
    /// The one member that is written; `nil`: all.
    private let only: String?

    /// Creates the changes that repairs ask for.
    ///
    /// - Parameter only: The one member to write; `nil`: all.
    init(_ repairs: [RequestRepair] = [], only: String? = nil) {
        left = repairs.compactMap { $0.replacement == nil ? ParameterPath($0.parameter) : nil }
        let pairs = repairs.compactMap { repair in repair.replacement.map { (repair.parameter, $0) } }
        renamed = Dictionary(pairs) { _, last in last }
        self.only = only
    }

    /// Whether everything is written as it is.
    var isEmpty: Bool { left.isEmpty && renamed.isEmpty && only == nil }

    /// Whether a member is not written at all.
    func passesOver(_ name: String) -> Bool {
        if let only, only != name { return true }
        return left.contains { $0.root == name && $0.leaf == nil }
    }

    /// Whether a member is not written as it is.
    func change(_ name: String) -> Bool { renamed[name] != nil || left.contains { $0.root == name } }

    /// A member under its name, without what is left out of it; `nil` where nothing remains.
    func repaired(_ name: String, _ value: JSONValue) -> (name: String, value: JSONValue)? {
        let leaves = left.filter { $0.root == name }.compactMap(\.leaf)
        guard !leaves.isEmpty, case .object(var object) = value else { return (renamed[name] ?? name, value) }
        for leaf in leaves { object.removeValue(forKey: leaf) }
        return object.isEmpty ? nil : (renamed[name] ?? name, .object(object))
    }
}

extension RepairableParameter {
    /// What can be done about a refused parameter of a body.
    ///
    /// - Parameter encode: Writes the body with these changes.
    static func repair(
        _ refused: RefusedParameter, of request: PreparedRequest, encode: (BodyRepairs) -> RequestBody.Written
    ) -> RequestRepair? {
        if refused.name.hasSuffix(CacheBreakpoint.member) {
            guard request.steering?.marksStablePart == true, !request.refuses(CacheBreakpoint.member) else { return nil }
            return RequestRepair(CacheBreakpoint.member, subject: CacheBreakpoint.member)
        }
        return repair(refused) { path in
            let body = encode(BodyRepairs(request.repairs, only: path.root)).bytes
            return (try? JSONReader.read(body))?[path.root].flatMap(path.value)
        }
    }
}
