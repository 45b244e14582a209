public import WaybillRoutes

/// The files of an operator: `routes.yaml` and the provider files beside it.
public enum RouteFiles {
    /// Reads routes and the provider files that they name.
    ///
    /// No environment variable and no secret is read.
    ///
    /// - Parameters:
    ///   - path: The path of `routes.yaml`.
    ///   - today: The day as `YYYY-MM-DD`, to tell which models are near their end.
    /// - Throws: ``RoutesInvalid`` with every problem of every file.
    public static func load(path: String, today: String? = nil) throws(RoutesInvalid) -> LoadedRoutes {
        let inspection = inspect(path: path, today: today)
        guard let table = inspection.table else { throw RoutesInvalid(inspection.diagnostics) }
        return LoadedRoutes(table: table, inspection: inspection)
    }

    /// Reads the files as ``load(path:today:)`` does, and says what was found, whether they can be used or not.
    public static func inspect(path: String, today: String? = nil) -> RouteFilesInspection {
        var loader = RouteLoader(path: path, today: today)
        return loader.run()
    }
}

/// Routes that were read from files and can be used.
public struct LoadedRoutes: Sendable {
    /// The routes.
    public let table: RouteTable
    /// How the files were found.
    public let inspection: RouteFilesInspection

    /// The files that were read: the routes first, then the providers by name.
    ///
    /// What to watch for changes.
    public var files: [String] { inspection.files }
    /// Warnings and notes.
    public var diagnostics: [Diagnostic] { inspection.diagnostics }
}

/// What was found in a set of files.
public struct RouteFilesInspection: Sendable {
    /// The routes; `nil` where anything is an error.
    public let table: RouteTable?
    /// The paths that were read or tried: the routes first, then the providers by name.
    public let files: [String]
    /// The folder of the provider files; `nil` where the routes file could not be read.
    public let providersFolder: String?
    /// The tokenizer files that models name; they were not read.
    public let tokenizerFiles: [TokenizerFile]
    /// Everything that was found, in the order of the files and their lines.
    public let diagnostics: [Diagnostic]
    /// The texts of the files by path, for ``DiagnosticRenderer``.
    public let sources: [String: SourceText]
    private let contents: FileSetFingerprint

    init(
        table: RouteTable?, files: [String], providersFolder: String?, tokenizerFiles: [TokenizerFile], diagnostics: [Diagnostic],
        sources: [String: SourceText], contents: FileSetFingerprint
    ) {
        var table = table
        table?.fingerprint = contents.text
        self.table = table
        self.files = files
        self.providersFolder = providersFolder
        self.tokenizerFiles = tokenizerFiles
        self.diagnostics = diagnostics
        self.sources = sources
        self.contents = contents
    }
}

extension RouteFilesInspection {
    /// What the files are known by, whether they can be used or not: twelve hexadecimal digits of a hash of their names and bytes.
    ///
    /// Where the files lie does not count, so the same files have the same fingerprint everywhere.
    public var fingerprint: String { contents.text }

    /// The same with what was found elsewhere: in the tokenizer files, or missing in the environment.
    ///
    /// - Parameter contents: The hashes of files that belong to the set, in the order in which they are named.
    package func adding(_ others: [Diagnostic], contents hashes: [[UInt8]] = []) -> RouteFilesInspection {
        var contents = contents
        for hash in hashes { contents.note("tokenizer", hash) }
        return RouteFilesInspection(
            table: others.contains { $0.severity == .error } ? nil : table, files: files, providersFolder: providersFolder,
            tokenizerFiles: tokenizerFiles, diagnostics: (diagnostics + others.placed(in: sources)).sorted(by: files), sources: sources,
            contents: contents)
    }

    /// The same with what was found in a file of keys, by itself and against these routes where they can be used.
    package func adding(_ keys: CallerFileReading) -> RouteFilesInspection {
        let keys = table.map(keys.checked(against:)) ?? keys
        return RouteFilesInspection(
            table: table, files: files + [keys.path], providersFolder: providersFolder, tokenizerFiles: tokenizerFiles,
            diagnostics: diagnostics + keys.diagnostics, sources: sources.merging(keys.sources) { own, _ in own }, contents: contents)
    }
}
