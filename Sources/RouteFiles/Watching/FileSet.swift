import WaybillRoutes

/// The files that settings were read from, those that may join them, and nothing else.
package struct FileSet: Sendable, Hashable {
    /// The file that names the others, such as the routes file.
    package let main: String
    /// The folder of which every provider file counts; `nil` where it is not known.
    package let folder: String?
    /// The tokenizer files.
    package let tokenizers: Set<String>

    /// The files that were read or looked for.
    package init(_ inspection: RouteFilesInspection, routes: String) {
        main = routes
        folder = inspection.providersFolder
        tokenizers = Set(inspection.tokenizerFiles.map(\.path))
    }

    /// The files that most routes are read from.
    package init(usualFor routes: String) {
        main = routes
        folder = joinedPath(folder: WaybillRouteFiles.folder(of: routes), "providers")
        tokenizers = []
    }

    /// One file by itself.
    package init(of file: String) {
        main = file
        folder = nil
        tokenizers = []
    }

    /// The files whose paths are known.
    var named: [String] { [main] + tokenizers.sorted() }

    /// Whether a file of the folder counts: those that are read, and those that are told of for not being read.
    static func counts(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }
}
