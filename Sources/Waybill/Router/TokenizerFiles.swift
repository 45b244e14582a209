package import WaybillRouteFiles
public import WaybillRoutes
public import WaybillTokenCounting

/// The tokenizer files that models name, each read once.
public struct TokenizerFiles: Sendable {
    /// The encodings by the paths of their files.
    public private(set) var encodings: [String: TokenEncoding] = [:]
    /// What is wrong with files that cannot be used, where they are first named.
    public private(set) var diagnostics: [Diagnostic] = []

    /// Reads files.
    public init(_ files: some Sequence<TokenizerFile>) {
        var seen: Set<String> = []
        for file in files where seen.insert(file.path).inserted {
            do throws(TokenizerFileError) {
                encodings[file.path] = try TokenEncoding.load(tokenizerJSON: try Self.contents(of: file.path), name: file.path)
            } catch {
                let problem = error.problem.hasSuffix(".") ? String(error.problem.dropLast()) : error.problem
                let message = "the tokenizer file \(file.path) cannot be used: \(problem)"
                diagnostics.append(Diagnostic(DiagnosticCode(FileFault.badTokenizerFile), message, at: file.namedAt))
            }
        }
    }

    private static func contents(of path: String) throws(TokenizerFileError) -> [UInt8] {
        do throws(FileProblem) {
            return try FileContents.read(path, limit: TokenEncoding.largestTokenizerFile)
        } catch {
            throw TokenizerFileError(file: path, problem: "it \(error.reason)")
        }
    }

    /// Reads the tokenizer files that route files name, and adds what is wrong with them to what was found.
    package static func read(with inspection: RouteFilesInspection) -> (inspection: RouteFilesInspection, tokenizers: TokenizerFiles) {
        let files = TokenizerFiles(inspection.tokenizerFiles)
        return (inspection.adding(files.diagnostics), files)
    }
}
