import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

struct StrictSchemaTests {
    private static func object(_ properties: JSONObject, required: [String]? = nil) -> JSONValue {
        [
            "type": "object", "properties": .object(properties), "required": .array((required ?? properties.keys).map(JSONValue.string)),
            "additionalProperties": false,
        ]
    }

    @Test(arguments: [
        ToolDefinition.emptyParameters, object(["a": ["type": "string"], "b": ["type": ["integer", "null"]]]),
        object(["list": ["type": "array", "items": object(["x": ["enum": ["a", "b"]]])]]),
        object(["either": ["anyOf": [object([:]), ["type": "null"]]]]),
        [
            "type": "object", "properties": ["node": ["$ref": "#/$defs/node"]], "required": ["node"], "additionalProperties": false,
            "$defs": ["node": object(["next": ["$ref": "#/$defs/node"]])],
        ],
    ])
    func whatIsWithinTheSubsetIsStrict(_ schema: JSONValue) {
        #expect(StrictSchema.violation(of: schema) == nil)
        #expect(ToolDefinition(name: "f", parameters: schema).resolvedStrict)
        #expect(!ToolDefinition(name: "f", parameters: schema, strict: false).resolvedStrict)
    }

    @Test(
        arguments: [
            (["type": "string"], "its root is not of type 'object'"),
            (["anyOf": [object([:])], "type": "object"], "its root is an 'anyOf'"),
            (["type": "object"], "an object in it lacks 'additionalProperties: false'"),
            (object(["a": [:]], required: []), "an object in it has a property that is not in 'required'"),
            (object(["a": ["type": ["object", "null"]]]), "an object in it lacks 'additionalProperties: false'"),
            (object(["a": ["allOf": [[:]]]]), "it uses 'allOf'"), (object(["a": ["items": ["not": [:]]]]), "it uses 'not'"),
            (object(["a": ["prefixItems": [["oneOf": []]]]]), "it uses 'oneOf'"),
            (nested(11), "it is nested more than 10 levels deep"),
            (object(JSONObject((0...5_000).map { ("p\($0)", [:]) })), "it has more than 5000 properties"),
            (
                object(["a": ["enum": [.string(String(repeating: "x", count: 120_001))]]]),
                "its names and words are longer than 120000 characters"
            ),
        ] as [(JSONValue, String)])
    func whatIsOutsideIsNot(_ schema: JSONValue, _ reason: String) {
        #expect(StrictSchema.violation(of: schema) == reason)
        #expect(!ToolDefinition(name: "f", parameters: schema).resolvedStrict)
        #expect(ToolDefinition(name: "f", parameters: schema, strict: true).resolvedStrict)
    }

    private static func nested(_ depth: Int) -> JSONValue {
        depth == 1 ? object([:]) : object(["a": nested(depth - 1)])
    }
}
