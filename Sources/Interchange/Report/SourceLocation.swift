/// A place in a file: where a rule was written.
public struct SourceLocation: Sendable, Hashable {
    /// The file's path as it was given.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int

    /// Creates a location.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    public var description: String { "\(file):\(line):\(column)" }
}

extension SourceLocation: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(
            file: try members.require("file", asText), line: try members.require("line", asWhole),
            column: try members.read("column", asWhole) ?? 1)
        try members.finish()
    }

    public var json: JSONValue {
        ["file": .string(file), "line": .number(JSONNumber(line)), "column": .number(JSONNumber(column))]
    }
}
