import Foundation

/// The files under `Fixtures`.
enum FixtureFiles {
    /// The lines of one file, each ended by a line feed.
    static func lines(_ name: String) throws -> [[UInt8]] {
        try bytes(name).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// The bytes of one file.
    static func bytes(_ name: String) throws -> [UInt8] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/\(name)")
        return [UInt8](try Data(contentsOf: path))
    }
}

/// Whether `WAYBILL_FULL` asks for tests at full size.
let isFullRun = ProcessInfo.processInfo.environment["WAYBILL_FULL"] != nil
