import Testing

@testable import WaybillInterchange

struct JSONSchemaLimitTests {
    /// A value of objects within objects.
    private func nested(_ depth: Int, key: String = "a") -> JSONValue {
        (0..<depth).reduce(JSONValue.null) { value, _ in [key: value] }
    }

    private func isGivenUp(_ verdict: JSONSchemaVerdict) -> Bool {
        if case .validAsFarAsChecked(let gaps) = verdict { gaps.last?.reason.hasPrefix("takes too long") == true } else { false }
    }

    @Test func aSchemaThatRefersToItselfComesToAnEnd() {
        #expect(isGivenUp(JSONSchema(compiling: ["$ref": "#"]).check(1)))
        #expect(isGivenUp(JSONSchema(compiling: ["allOf": [["$ref": "#"]]]).check(1)))
        #expect(isGivenUp(JSONSchema(compiling: ["not": ["$ref": "#"]]).check(1)))
        let circle: JSONValue = ["$ref": "#/$defs/a", "$defs": ["a": ["$ref": "#/$defs/b"], "b": ["$ref": "#/$defs/a"]]]
        #expect(isGivenUp(JSONSchema(compiling: circle).check(1)))
    }

    @Test func branchesThatMultiplyAreGivenUp() {
        let branch: JSONValue = ["properties": ["a": ["$ref": "#"]], "required": ["b"]]
        let schema = JSONSchema(compiling: [
            "anyOf": [branch, branch, ["properties": ["a": ["$ref": "#"]], "required": ["c"]], ["type": "null"]]
        ])
        #expect(isGivenUp(schema.check(nested(60), effort: 50_000)))
    }

    @Test func whatIsCertainIsToldThoughTheRestWasGivenUp() {
        let schema = JSONSchema(compiling: ["allOf": [["$ref": "#"]], "required": ["b"]])
        guard case .invalid(let violation) = schema.check([:]) else { return #expect(Bool(false), "it fits") }
        #expect(violation.keyword == "required")
    }

    @Test func valuesAreFollowedDeeperThanTheReaderReads() throws {
        let schema = JSONSchema(compiling: ["type": ["object", "null"], "properties": ["a": ["$ref": "#"]], "additionalProperties": false])
        #expect(schema.check(nested(128)) == .valid)
        #expect(isGivenUp(schema.check(nested(400))))
        let text = String(repeating: "[", count: 127) + "1" + String(repeating: "]", count: 127)
        let lists = JSONSchema(compiling: ["type": ["array", "integer"], "items": ["$ref": "#"]])
        #expect(lists.check(try JSONReader.read(text)) == .valid)
    }

    @Test func aLongChainOfReferencesCompiles() {
        var definitions = JSONObject()
        for index in 0..<5_000 {
            definitions["d\(index)"] = ["type": "object", "properties": ["n": ["$ref": .string("#/$defs/d\(index + 1)")]]]
        }
        definitions["d5000"] = ["type": "string"]
        let schema = JSONSchema(compiling: ["$ref": "#/$defs/d0", "$defs": .object(definitions)])
        #expect(schema.gaps.isEmpty)
        #expect(schema.check(nested(3, key: "n")) != .valid)
    }

    @Test func theStepsOfACheckGrowWithTheValueAlone() {
        let schema = JSONSchema(compiling: [
            "items": ["type": "object", "properties": ["n": ["type": "integer", "minimum": 0]], "required": ["n"]], "uniqueItems": true,
        ])
        for count in [100, 1_000, 10_000] {
            let value = JSONValue.array((0..<count).map { ["n": .number(JSONNumber($0))] })
            #expect(schema.check(value, effort: 10 * count) == .valid)
            #expect(isGivenUp(schema.check(value, effort: count)))
        }
    }

    @Test func violationsNeverQuoteTheValue() throws {
        let secret = "s3cret"
        let schemas: [JSONValue] = [
            ["type": "integer"], ["enum": ["a"]], ["const": "a"], ["maxLength": 1], ["pattern": "^x$"], ["not": true], ["anyOf": [false]],
            ["oneOf": [false]], false, ["type": "object"],
        ]
        for schema in schemas {
            let pairs: [(schema: JSONValue, value: JSONValue)] = [
                (schema, .string(secret)), (["additionalProperties": schema], [secret: .string(secret)]),
                (["additionalProperties": false], [secret: 1]), (["patternProperties": [".": schema]], [secret: .string(secret)]),
                (["propertyNames": ["maxLength": 1]], [secret: 1]), (["items": schema], [.string(secret)]),
            ]
            for (schema, value) in pairs {
                guard case .invalid(let violation) = JSONSchema(compiling: schema).check(value) else {
                    Issue.record("\(value) fits \(schema)")
                    continue
                }
                #expect(!"\(violation)".contains(secret))
            }
        }
    }
}
