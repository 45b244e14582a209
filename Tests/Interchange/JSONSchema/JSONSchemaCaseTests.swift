import Foundation
import Testing

@testable import WaybillInterchange

/// The table `Fixtures/json-schema-cases.json`: schemas, values that follow them, and values that do not, with the place and the keyword.
struct JSONSchemaCaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let about: String
        let schema: JSONValue
        let valid: [JSONValue]
        let invalid: [(value: JSONValue, pointer: String, keyword: String)]

        var testDescription: String { about }
    }

    static func cases() throws -> [Case] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")
        let file = try JSONReader.read(Array(Data(contentsOf: folder.appending(path: "json-schema-cases.json"))))
        return try (file.arrayValue ?? [])
            .map { json in
                Case(
                    about: try #require(json["about"]?.stringValue), schema: try #require(json["schema"]),
                    valid: try #require(json["valid"]?.arrayValue),
                    invalid: try #require(json["invalid"]?.arrayValue)
                        .map {
                            (
                                try #require($0["value"]), try #require($0["pointer"]?.stringValue),
                                try #require($0["keyword"]?.stringValue)
                            )
                        })
            }
    }

    @Test(arguments: try cases())
    func valuesFollowTheirSchemaOrNot(_ table: Case) {
        let schema = JSONSchema(compiling: table.schema)
        #expect(schema.gaps.isEmpty)
        for value in table.valid { #expect(schema.check(value) == .valid, "\(value)") }
        for (value, pointer, keyword) in table.invalid {
            guard case .invalid(let violation) = schema.check(value) else {
                Issue.record("\(value) fits")
                continue
            }
            #expect(Array(violation.pointer.utf8) == Array(pointer.utf8), "\(value)")
            #expect(violation.keyword == keyword, "\(value)")
        }
    }

    @Test func theTableIsRead() throws {
        #expect(try Self.cases().count > 35)
    }
}
