import Testing

@testable import WaybillInterchange

struct JSONSchemaGapTests {
    /// Keywords that are not checked, with the place of the gap, a value of which they say something, and one of which they say nothing.
    @Test(
        arguments: [
            (["unevaluatedProperties": false], "/unevaluatedProperties", [:], 1),
            (["unevaluatedItems": false], "/unevaluatedItems", [], 1), (["format": "date"], "/format", "today", 1),
            (["pattern": "(?=a)"], "/pattern", "a", 1), (["pattern": "(a)\\1"], "/pattern", "aa", 1),
            (["pattern": "("], "/pattern", "a", 1),
            (["minLength": "2"], "/minLength", "a", 1), (["minimum": "2"], "/minimum", 1, "a"), (["multipleOf": 0], "/multipleOf", 1, "a"),
            (["multipleOf": 0.1234567890123456789], "/multipleOf", "1", nil),
            (["properties": []], "/properties", [:], 1), (["required": "a"], "/required", [:], 1),
            (["items": [["type": "string"]]], "/items", [1], "a"),
            (["properties": ["a": ["$id": "https://example.com", "type": "null"]]], "/properties/a", ["a": 1], ["b": 1]),
            (["patternProperties": ["(?!x)": ["type": "null"]]], "/patternProperties/(?!x)", ["a": 1], 1),
        ] as [(JSONValue, String, JSONValue, JSONValue?)])
    func whatIsNotCheckedIsTold(schema: JSONValue, pointer: String, touched: JSONValue, untouched: JSONValue?) throws {
        let compiled = JSONSchema(compiling: schema)
        guard let untouched else { return #expect(compiled.gaps.isEmpty) }
        #expect(compiled.gaps.map(\.pointer) == [pointer])
        #expect(compiled.check(touched) == .validAsFarAsChecked(compiled.gaps))
        #expect(compiled.check(untouched) == .valid)
    }

    @Test(
        arguments: [
            ["$ref": "https://example.com/other"], ["$ref": "#/$defs/missing"], ["$ref": "#anchor"], ["$ref": 5], ["$ref": "#/%zz"],
            ["type": "text"], ["type": 5], ["requried": ["a"]], ["nullable": true], ["allOf": ["type": "string"]], ["enum": "a"], 5,
            "object", .null,
        ] as [JSONValue])
    func whatMakesNoSenseIsAGap(schema: JSONValue) {
        let compiled = JSONSchema(compiling: schema)
        #expect(compiled.gaps.count == 1)
        #expect(compiled.check(1) == .validAsFarAsChecked(compiled.gaps))
    }

    @Test func theRestOfASchemaIsCheckedAllTheSame() throws {
        let schema = JSONSchema(compiling: [
            "type": "object", "properties": ["a": ["type": "string", "pattern": "(?=x)"]], "required": ["a"],
        ])
        guard case .invalid(let violation) = schema.check([:]) else { return #expect(Bool(false), "it fits") }
        #expect("\(violation)" == "'/a' is missing.")
        guard case .validAsFarAsChecked(let gaps) = schema.check(["a": "y"]) else { return #expect(Bool(false), "it is certain") }
        #expect(gaps.map(\.pointer) == ["/properties/a/pattern"])
    }

    /// A keyword that is not checked could go either way: it makes no value wrong.
    @Test(
        arguments: [
            (["not": ["pattern": "(?=x)"]], "x", nil),
            (["not": ["type": "string", "pattern": "(?=x)"]], 1, true),
            (["anyOf": [["pattern": "(?=x)"], ["const": "y"]]], "x", nil),
            (["anyOf": [["pattern": "(?=x)"], ["const": "y"]]], "y", true),
            (["anyOf": [["type": "null", "pattern": "(?=x)"], ["const": "y"]]], "x", false),
            (["oneOf": [["pattern": "(?=x)"], ["const": "y"]]], "y", nil),
            (["oneOf": [["pattern": "(?=x)"], ["const": "y"], ["type": "string"]]], "y", false),
            (["if": ["pattern": "(?=x)"], "then": ["minLength": 1], "else": ["minLength": 1]], "", false),
            (["if": ["pattern": "(?=x)"], "then": ["minLength": 1], "else": ["minLength": 1]], "a", true),
            (["if": ["pattern": "(?=x)"], "then": ["minLength": 2], "else": ["minLength": 1]], "a", nil),
            (["contains": ["pattern": "(?=x)"], "maxContains": 1], ["a"], nil),
            (["contains": ["pattern": "(?=x)"], "minContains": 2], ["a"], false),
            (["contains": ["pattern": "(?=x)"], "minContains": 0], ["a"], true),
            (["patternProperties": ["(?=x)": ["type": "null"]], "additionalProperties": false], ["a": 1], nil),
            (["propertyNames": ["pattern": "(?=x)"]], ["a": 1], nil),
            (["propertyNames": ["pattern": "(?=x)", "maxLength": 1]], ["ab": 1], false),
        ] as [(JSONValue, JSONValue, Bool?)])
    func uncertaintyIsCarriedThroughCombinations(schema: JSONValue, value: JSONValue, fits: Bool?) {
        let verdict = JSONSchema(compiling: schema).check(value)
        switch verdict {
        case .valid: #expect(fits == true)
        case .invalid: #expect(fits == false)
        case .validAsFarAsChecked: #expect(fits == nil)
        }
    }
}
