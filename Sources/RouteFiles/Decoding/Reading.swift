import WaybillInterchange
import WaybillRoutes

/// One reading of a set of files: their texts, and everything found wrong on the way.
///
/// Decoding never stops at a fault: it is reported here and the value is left out, so that one run shows everything that is wrong.
final class Reading {
    /// The texts that were read, by path.
    private(set) var sources: [String: SourceText] = [:]
    /// The paths that were asked for, in order, also of files that could not be read.
    private(set) var files: [String] = []
    /// What the bytes of the files are known by.
    private(set) var fingerprint = FileSetFingerprint()
    /// The tokenizer files that models name.
    private(set) var tokenizerFiles: [TokenizerFile] = []
    // What files take over from each other is decoded more than once, and says the same again: the log keeps it once.
    private var log = DiagnosticLog()

    /// Whether anything found so far is an error.
    var hasErrors: Bool { log.hasErrors }

    /// Everything found, in the order of the files, then of their lines.
    var diagnostics: [Diagnostic] {
        log.diagnostics.placed(in: sources).sorted(by: files)
    }

    /// Reports a fault; how bad it is follows from its kind.
    func report(_ kind: some FaultKind, _ message: @autoclosure () -> DiagnosticMessage, at location: SourceLocation) {
        log.report(kind, message(), at: location)
    }

    /// Adds what was found elsewhere.
    func add(_ diagnostics: [Diagnostic]) { log.add(diagnostics) }

    /// Takes notice of a tokenizer file.
    func add(_ file: TokenizerFile) { tokenizerFiles.append(file) }

    /// Takes note of where the single values and keys of a file are.
    func know(words: [Range<Int>], in file: String) { sources[file]?.know(words: words) }

    /// Marks a value as one that must never be shown.
    func hide(_ node: YAMLNode) {
        sources[node.location.file]?.hide(node.range)
    }
}

extension Reading {
    /// The largest settings file that is read.
    static let largestFile = 1_048_576

    /// The tree of a file, or `nil` for one that cannot be read, which is then reported.
    ///
    /// - Parameters:
    ///   - advice: What to do where the file does not exist.
    ///   - emptiness: What an empty file lacks.
    func tree(of path: String, advice: String, emptiness: String) -> YAMLNode? {
        files.append(path)
        let start = SourceLocation(file: path, line: 1, column: 1)
        do throws(FileProblem) {
            let bytes = try FileContents.read(path, limit: Self.largestFile)
            fingerprint.note(files.count == 1 ? "" : fileName(of: path), bytes)
            return tree(of: bytes, path: path, emptiness: emptiness)
        } catch {
            fingerprint.note(files.count == 1 ? "" : fileName(of: path), error)
            report(error.fault, "the file \(error.reason)\(error.isMissing ? "; \(advice)" : "")", at: start)
            return nil
        }
    }

    private func tree(of bytes: [UInt8], path: String, emptiness: String) -> YAMLNode? {
        do throws(TextProblem) {
            let text = try TextCheck.text(of: bytes)
            let source = SourceText(file: path, text: text)
            sources[path] = source
            let before = log.diagnostics.count
            let root = YAMLComposer.compose(text, source: source, reading: self)
            guard let root, !root.isNull else {
                if log.diagnostics.count == before {
                    report(FileFault.emptyFile, "the file is empty; \(emptiness)", at: source.location(ofScalar: 0))
                }
                return nil
            }
            guard root.entries != nil else {
                report(FileFault.noMapping, "the file must be a mapping of 'key: value'; \(emptiness)", at: root.location)
                return nil
            }
            return root
        } catch {
            let source = SourceText(file: path, text: error.readable)
            sources[path] = source
            report(
                FileFault.notText, DiagnosticMessage(error.reason), at: source.location(ofScalar: error.readable.unicodeScalars.count))
            return nil
        }
    }
}

extension [Diagnostic] {
    /// With the ends of what they speak of.
    func placed(in sources: [String: SourceText]) -> [Diagnostic] {
        map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.end = diagnostic.location.flatMap { place in sources[place.file]?.end(ofWordAt: place) }
            return diagnostic
        }
    }

    /// In the order of these files, then of their lines.
    func sorted(by files: [String]) -> [Diagnostic] {
        let order = Dictionary(files.enumerated().map { ($1, $0) }) { first, _ in first }
        func key(_ diagnostic: Diagnostic) -> (Int, Int, Int) {
            guard let place = diagnostic.location else { return (-1, 0, 0) }
            return (order[place.file] ?? files.count, place.line, place.column)
        }
        return enumerated()
            .sorted { left, right in
                let (first, second) = (key(left.element), key(right.element))
                return first == second ? left.offset < right.offset : first < second
            }
            .map(\.element)
    }
}
