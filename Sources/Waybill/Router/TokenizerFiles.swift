import WaybillInterchange
package import WaybillRouteFiles
public import WaybillRoutes
public import WaybillTokenCounting

/// The tokenizer files that models name, each read once.
public struct TokenizerFiles: Sendable {
    /// The encodings by the paths of their files.
    public private(set) var encodings: [String: TokenEncoding] = [:]
    /// What is wrong with files that cannot be used, where they are first named.
    public private(set) var diagnostics: [Diagnostic] = []
    /// The hashes of the files that were read, by their paths.
    private var hashes: [String: [UInt8]] = [:]

    /// Reads files.
    public init(_ files: some Sequence<TokenizerFile>) { self.init(files, knowing: nil) }

    /// Reads files again.
    ///
    /// - Parameter known: What was read before: of a file with the same bytes the encoding is not made anew.
    init(_ files: some Sequence<TokenizerFile>, knowing known: TokenizerFiles?) {
        var seen: Set<String> = []
        for file in files where seen.insert(file.path).inserted {
            do throws(TokenizerFileError) {
                let contents = try Self.contents(of: file.path)
                let hash = SHA256.hash(contents)
                hashes[file.path] = hash
                if known?.hashes[file.path] == hash, let encoding = known?.encodings[file.path] {
                    encodings[file.path] = encoding
                } else {
                    encodings[file.path] = try TokenEncoding.load(tokenizerJSON: contents, name: file.path)
                }
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
    ///
    /// - Parameter known: What was read before.
    package static func read(
        with inspection: RouteFilesInspection, knowing known: TokenizerFiles? = nil
    ) -> (inspection: RouteFilesInspection, tokenizers: TokenizerFiles) {
        let files = TokenizerFiles(inspection.tokenizerFiles, knowing: known)
        let hashes = inspection.tokenizerFiles.compactMap { files.hashes[$0.path] }
        return (inspection.adding(files.diagnostics, contents: hashes), files)
    }
}
