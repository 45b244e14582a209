import Foundation
import Testing

@testable import WaybillInterchange

/// Holds verdicts against those of another validator; `scripts/fuzz-json-schema` writes the table and runs this.
struct JSONSchemaPeerTests {
    private static let table = ProcessInfo.processInfo.environment["WAYBILL_SCHEMA_CASES"]

    @Test(.enabled(if: table != nil))
    func verdictsAreThoseOfAnotherValidator() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: try #require(Self.table))))
        var (certain, open) = (0, 0)
        for group in try #require(try JSONReader.read(bytes, options: .init(maximumDepth: 512)).arrayValue) {
            let schema = JSONSchema(compiling: try #require(group["schema"]))
            for test in try #require(group["tests"]?.arrayValue) {
                let value = try #require(test["data"])
                let isValid = test["valid"] == true
                switch schema.check(value) {
                case .valid: #expect(isValid, "\(group["schema"] ?? .null) takes \(value)")
                case .invalid: #expect(!isValid, "\(group["schema"] ?? .null) refuses \(value)")
                case .validAsFarAsChecked: open += 1
                }
                certain += 1
            }
        }
        print("\(certain) values, of which \(open) were left open")
    }
}
