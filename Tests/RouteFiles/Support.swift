import Foundation
import WaybillRouteFiles
import WaybillRoutes

/// The root of the repository, found from this file.
let repositoryRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// The folder of the fixtures.
let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures").path

/// A folder that is gone when this value is.
final class TemporaryFolder: Sendable {
    let path: String

    /// Creates a folder with these files, by path within it.
    init(_ files: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path + "/providers", withIntermediateDirectories: true)
        for (name, text) in files { try write(name, Array(text.utf8)) }
    }

    /// Writes a file.
    func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(filePath: "\(path)/\(name)"))
    }

    /// Reads the routes of the folder.
    func inspect(today: String = "2026-11-20") -> RouteFilesInspection {
        RouteFiles.inspect(path: path + "/routes.yaml", today: today)
    }

    /// Reads the keys file of the folder and holds it against the routes; `nil` where there is none.
    func inspectKeys() -> CallerFileReading? {
        guard FileManager.default.fileExists(atPath: path + "/keys.yaml") else { return nil }
        let reading = CallerFile.read(path: path + "/keys.yaml")
        return inspect().table.map(reading.checked) ?? reading
    }

    /// Everything wrong with the folder's files, as it is shown, with paths within the folder.
    ///
    /// Where there is a keys file, it is about that one.
    func findings(today: String = "2026-11-20") -> String {
        let inspection = inspect(today: today)
        let keys = inspectKeys()
        let text = DiagnosticRenderer(sources: keys?.sources ?? inspection.sources).render(keys?.diagnostics ?? inspection.diagnostics)
        return text.replacingOccurrences(of: path + "/", with: "")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A provider file without faults: `local`, with the models `small` and `large`.
let plainProvider = """
    api: openai-compatible
    base_url: http://127.0.0.1:8080/v1
    api_key: none
    models:
      small: {context_window: 8k, price: {input: $0, output: $0}}
      large: {context_window: 128k, max_output_tokens: 4k, features: [tools, reasoning], efforts: [low, high]}

    """

/// Routes without faults over ``plainProvider``.
let plainRoutes = """
    workloads:
      chat:
        models: [local/large]

    """
