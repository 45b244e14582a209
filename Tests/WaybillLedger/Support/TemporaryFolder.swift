import Foundation

/// A folder that is gone when this is.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-ledger-\(UUID().uuidString)")
        path = folder.path
        // Without it every test that uses the folder fails and says so.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where books may lie.
    var books: String { "\(path)/ledger.sqlite" }

    /// The names of what lies in the folder of journals.
    var journals: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: "\(books).journals")) ?? []).sorted() }
}
