/// Reads the members of one JSON object and notices those that nobody asked for.
///
/// ```swift
/// var members = try JSONMembers(json, at: path)
/// let name = try members.require("name", asText)
/// try members.finish()   // an unknown member is an error that suggests the nearest known one
/// ```
public struct JSONMembers {
    private let object: JSONObject
    private let path: JSONPath
    private var known: [String] = []

    /// Starts reading `json`, which must be an object.
    public init(_ json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        guard let object = json.objectValue else { throw JSONFormatError(path, "is not an object") }
        self.object = object
        self.path = path
    }

    /// The path of a member.
    public func path(of key: String) -> JSONPath { path[key] }

    /// Reads a member that may be missing or null.
    public mutating func read<Value>(
        _ key: String, _ convert: (JSONValue, JSONPath) throws(JSONFormatError) -> Value
    ) throws(JSONFormatError) -> Value? {
        known.append(key)
        guard let value = object[key], !value.isNull else { return nil }
        return try convert(value, path[key])
    }

    /// Reads a member that must be there.
    public mutating func require<Value>(
        _ key: String, _ convert: (JSONValue, JSONPath) throws(JSONFormatError) -> Value
    ) throws(JSONFormatError) -> Value {
        guard let value = try read(key, convert) else { throw JSONFormatError(path, "has no member '\(key)'") }
        return value
    }

    /// Reads a member that may be missing.
    public mutating func read<Value: JSONRepresentable>(_ key: String, as type: Value.Type = Value.self) throws(JSONFormatError) -> Value? {
        try read(key) { json, path throws(JSONFormatError) in try Value(json: json, at: path) }
    }

    /// Reads a member that must be there.
    public mutating func require<Value: JSONRepresentable>(_ key: String, as type: Value.Type = Value.self) throws(JSONFormatError) -> Value
    {
        try require(key) { json, path throws(JSONFormatError) in try Value(json: json, at: path) }
    }

    /// Fails where the object has a member that was never read.
    public func finish() throws(JSONFormatError) {
        for (key, _) in object where !known.contains(key) {
            let hint =
                nearestWord(to: key, among: known).map { "did you mean '\($0)'?" } ?? "known: \(known.sorted().joined(separator: ", "))"
            throw JSONFormatError(path, "has an unknown member '\(key)'; \(hint)")
        }
    }
}

extension JSONValue {
    /// The text of a string.
    public func string(at path: JSONPath) throws(JSONFormatError) -> String {
        guard let text = stringValue else { throw JSONFormatError(path, "is not a string") }
        return text
    }

    /// The value of a whole number.
    public func int(at path: JSONPath) throws(JSONFormatError) -> Int {
        guard let number = intValue else { throw JSONFormatError(path, "is not a whole number") }
        return number
    }

    /// The value of a number.
    public func double(at path: JSONPath) throws(JSONFormatError) -> Double {
        guard let number = doubleValue else { throw JSONFormatError(path, "is not a number") }
        return number
    }

    /// The value of `true` or `false`.
    public func bool(at path: JSONPath) throws(JSONFormatError) -> Bool {
        guard let flag = boolValue else { throw JSONFormatError(path, "is neither true nor false") }
        return flag
    }

    /// The elements of an array.
    public func array(at path: JSONPath) throws(JSONFormatError) -> [JSONValue] {
        guard let elements = arrayValue else { throw JSONFormatError(path, "is not an array") }
        return elements
    }

    /// The members of an object.
    public func object(at path: JSONPath) throws(JSONFormatError) -> JSONObject {
        guard let object = objectValue else { throw JSONFormatError(path, "is not an object") }
        return object
    }
}
