/// Where a value stands in a JSON document, such as `conversation[2].content`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    public private(set) var description: String

    /// The document itself.
    public static let root = JSONPath(description: "")

    /// The member `key` of the object at this path.
    public subscript(key: String) -> JSONPath { JSONPath(description: description.isEmpty ? key : "\(description).\(key)") }

    /// The element `index` of the array at this path.
    public subscript(index: Int) -> JSONPath { JSONPath(description: "\(description)[\(index)]") }
}

/// A JSON document that is well formed but does not say what it should.
public struct JSONFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the value at fault stands.
    public var path: JSONPath
    /// What is wrong and what to write instead, to follow the path in a sentence.
    public var problem: String

    /// Creates an error; `problem` continues a sentence that begins with the path, such as "is not a string".
    public init(_ path: JSONPath, _ problem: String) {
        self.path = path
        self.problem = problem
    }

    public var description: String {
        (path == .root ? "The document \(problem)" : "'\(path)' \(problem)") + (problem.hasSuffix("?") ? "" : ".")
    }
}
