import Foundation

/// The files under `Fixtures`.
enum FixtureFiles {
    /// The lines of one file, each ended by a line feed.
    static func lines(_ name: String) throws -> [[UInt8]] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/\(name)")
        return [UInt8](try Data(contentsOf: path)).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
}

/// Whether `WAYBILL_FULL` asks for tests at full size.
let isFullRun = ProcessInfo.processInfo.environment["WAYBILL_FULL"] != nil
