import Foundation

/// A file that is gone when this value is.
final class TemporaryFile: Sendable {
    let path: String

    init(_ text: String) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString).yaml").path
        try write(text)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Puts another version in the file's place.
    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
}
