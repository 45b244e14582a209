import WaybillInterchange
import WaybillRoutes

/// What a value in a settings file can be: how it is read, and how an editor is told about it.
///
/// Both are one value, so that what is read and what is described cannot part. Shapes of mappings are made of the function that reads their members
/// (``mapping(_:_:)``); the description comes of running that function over no file.
struct Shape<Value> {
    /// Reads a value; `nil` for one at fault, which is then reported.
    let read: (YAMLNode, Reading) -> Value?
    private let description: () -> ValueSchema

    /// Creates a shape.
    init(_ schema: @autoclosure @escaping () -> ValueSchema, read: @escaping (YAMLNode, Reading) -> Value?) {
        description = schema
        self.read = read
    }

    /// How an editor is told about it.
    var schema: ValueSchema { description() }

    /// The same in the file, with another meaning.
    func map<Other>(_ transform: @escaping (Value) -> Other?) -> Shape<Other> {
        Shape<Other>(schema) { node, reading in read(node, reading).flatMap(transform) }
    }

    /// The same with a further rule.
    ///
    /// - Parameter check: Reports what is wrong and says whether the value can be used.
    func checked(_ check: @escaping (Value, YAMLNode, Reading) -> Bool) -> Shape {
        Shape(schema) { node, reading in read(node, reading).flatMap { check($0, node, reading) ? $0 : nil } }
    }

    /// The same, said in other words where values are listed for people.
    func described(as words: String) -> Shape {
        Shape(.named(words, schema), read: read)
    }
}

extension Shape {
    /// A mapping, of which `decode` asks for every member that it can have; any other is reported.
    ///
    /// - Parameter owner: What the mapping is, as in "unknown key 'x' in `owner`".
    static func mapping(_ owner: String, _ decode: @escaping (inout Fields) -> Value?) -> Shape {
        Shape(.mapping(Fields.describe(owner, decode))) { node, reading in
            guard var fields = Fields(node, of: owner, reading) else { return nil }
            let value = decode(&fields)
            fields.finish()
            return value
        }
    }

    /// One shape for mappings and one for everything else.
    static func either(_ other: Shape, or mapping: Shape) -> Shape {
        Shape(.either([other.schema, mapping.schema])) { node, reading in
            node.entries == nil ? other.read(node, reading) : mapping.read(node, reading)
        }
    }
}
