import Foundation

/// A folder with route files that a test changes; gone when this value is.
final class RouteFolder: Sendable {
    let url: URL

    /// The routes file.
    var path: String { url.appending(path: "routes.yaml").path }

    /// Creates a folder with these files, by path within it, and `providers/a.yaml` and `b.yaml`: rehearsals that say their names.
    init(_ files: [String: String] = [:]) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "waybill-reload-\(UUID().uuidString)")
        let given = ["routes.yaml": Self.routes("a"), "providers/a.yaml": Self.provider("a"), "providers/b.yaml": Self.provider("b")]
        for (name, text) in given.merging(files, uniquingKeysWith: { $1 }) { try write(name, text) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file in place, or a new one.
    func write(_ name: String, _ text: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Writes a file beside another and renames it over that, as editors do.
    func replace(_ name: String, _ text: String) throws {
        try write(name + "~", text)
        guard rename(url.appending(path: name + "~").path, url.appending(path: name).path) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: url.appending(path: name)) }

    /// Routes with the workload `work`, served by the model `m` of these providers.
    static func routes(_ providers: String..., more: String = "") -> String {
        "workloads:\n  work: {models: [\(providers.map { "\($0)/m" }.joined(separator: ", "))]}\n\(more)"
    }

    /// A rehearsal that answers with its name.
    static func provider(_ name: String, more: String = "") -> String {
        "api: rehearsal\nscript: [{text: \(name)}]\nmodels: {m: {}}\n\(more)"
    }
}
