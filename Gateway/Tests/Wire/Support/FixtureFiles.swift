import Foundation
import Testing

/// The files under `Fixtures`.
enum FixtureFiles {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    /// The bytes of one file, such as `chat-requests/openai-python-tools.json`.
    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: path))) }

    /// The paths of all files in a folder with this ending, in the order of their names.
    static func paths(in name: String, ending: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)) ?? []
        return names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().map { "\(name)/\($0)" }
    }

    /// Writes a file anew, where `WAYBILL_RECORD` is set; otherwise does nothing.
    fileprivate static func record(_ bytes: [UInt8], as path: String) throws {
        guard ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil else { return }
        try Data(bytes).write(to: folder.appending(path: path))
    }
}

/// Compares with the bytes of a file, or writes them there where `WAYBILL_RECORD` is set.
func expectGolden(_ bytes: [UInt8], _ path: String, _ location: Testing.SourceLocation = #_sourceLocation) throws {
    try FixtureFiles.record(bytes, as: path)
    let golden = try FixtureFiles.bytes(path)
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: golden, as: UTF8.self), "see \(path)", sourceLocation: location)
    #expect(bytes == golden, "see \(path)", sourceLocation: location)
}
