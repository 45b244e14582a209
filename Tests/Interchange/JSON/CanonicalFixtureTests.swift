import Foundation
import Testing
import WaybillInterchange

/// Canonical bytes are compared with files, so that every process and every platform must write the same ones.
struct CanonicalFixtureTests {
    @Test func aValueIsWrittenAsInTheFile() throws {
        let value = try JSONReader.read(fixture("canonical-value.json"))
        #expect(value.bytes(style: .canonical) == (try line("canonical-value.sorted.json")))
        #expect(value.canonicalSchemaBytes(order: .sorted) == (try line("canonical-value.sorted.json")))
    }

    @Test func aSchemaKeepsTheOrderThatAModelSees() throws {
        let schema = try JSONReader.read(fixture("canonical-schema.json"))
        #expect(schema.canonicalSchemaBytes() == (try line("canonical-schema.as-written.json")))
        #expect(schema.canonicalSchemaBytes(order: .sorted) == (try line("canonical-schema.sorted.json")))
    }

    @Test(arguments: ["canonical-schema.as-written.json", "canonical-schema.sorted.json"])
    func theCanonicalFormOfACanonicalSchemaIsItself(name: String) throws {
        let bytes = try line(name)
        #expect(try JSONReader.read(bytes).canonicalSchemaBytes() == bytes)
    }

    private func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")
        return try Array(Data(contentsOf: folder.appending(path: name)))
    }

    /// The file's only line without its end.
    private func line(_ name: String) throws -> [UInt8] {
        try fixture(name).filter { $0 != UInt8(ascii: "\n") }
    }
}
