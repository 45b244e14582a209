import WaybillRoutes

/// The files that routes were read from, those that may join them, and nothing else.
package struct FileSet: Sendable, Hashable {
    /// The routes file.
    package let routes: String
    /// The folder of which every provider file counts; `nil` where it is not known.
    package let folder: String?
    /// The tokenizer files.
    package let tokenizers: Set<String>

    /// The files that were read or looked for.
    package init(_ inspection: RouteFilesInspection, routes: String) {
        self.routes = routes
        folder = inspection.providersFolder
        tokenizers = Set(inspection.tokenizerFiles.map(\.path))
    }

    /// The files that most routes are read from.
    package init(usualFor routes: String) {
        self.routes = routes
        folder = joinedPath(folder: WaybillRouteFiles.folder(of: routes), "providers")
        tokenizers = []
    }

    /// The files whose paths are known.
    var named: [String] { [routes] + tokenizers.sorted() }

    /// Whether a file of the folder counts: those that are read, and those that are told of for not being read.
    static func counts(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }
}
