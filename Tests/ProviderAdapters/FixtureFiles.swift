import Foundation
import Testing

/// The files under `Fixtures`.
enum FixtureFiles {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    /// The bytes of one file, such as `errors/empty.txt`.
    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    /// The paths of all files in a folder with this ending, in the order of their names.
    static func paths(in name: String, ending: String = "") -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().map { "\(name)/\($0)" }
    }

    /// Writes a file anew, where `WAYBILL_RECORD` is set; otherwise does nothing.
    static func record(_ bytes: [UInt8], as path: String) throws {
        guard ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil else { return }
        try Data(bytes).write(to: folder.appending(path: path))
    }
}

/// Compares with the text in a file, or writes it there where `WAYBILL_RECORD` is set.
func expectGolden(_ text: String, _ path: String, _ location: Testing.SourceLocation = #_sourceLocation) throws {
    try FixtureFiles.record(Array(text.utf8), as: path)
    #expect(text == String(decoding: try FixtureFiles.bytes(path), as: UTF8.self), "see \(path)", sourceLocation: location)
}
