public import WaybillInterchange
public import WaybillRoutes

/// The file that says who may call: the callers by name, each with the hash of its key, what it may ask for, and how much.
///
/// ```yaml
/// keys:
///   billing:
///     sha256: 9b1c…
///     workloads: [support-chat]
///     rate_limits: {requests_per_minute: 600}
/// ```
public enum CallerFile {
    /// Reads a file.
    public static func read(path: String) -> CallerFileReading {
        let set = FileSet(of: path)
        let stamp = FileStamp(of: set)
        let reading = Reading()
        let table = table(of: path, reading)
        return CallerFileReading(
            path: path, table: reading.hasErrors ? nil : table, diagnostics: reading.diagnostics, sources: reading.sources,
            fingerprint: reading.fingerprint.text, watched: (set, stamp))
    }

    private static func table(of path: String, _ reading: Reading) -> CallerTable? {
        let root = reading.tree(
            of: path, advice: "give the path of the keys file, or write one: it names who may call",
            emptiness: "it needs 'keys:', with {} where nobody may call")
        guard let root, var fields = Fields(root, of: KeysFile.owner, reading) else { return nil }
        let callers = KeysFile(&fields).callers
        fields.finish()
        // Of callers who are all at fault it is not said again that there are none.
        guard let callers, !callers.isEmpty || !reading.hasErrors else { return nil }
        do throws(CallersInvalid) {
            let table = try CallerTable(callers, at: root["keys"]?.location)
            reading.add(table.diagnostics)
            return table
        } catch {
            reading.add(error.diagnostics)
            return nil
        }
    }

    /// Watches a file and reads it again when it changed and came to rest, within a second.
    ///
    /// - Parameters:
    ///   - reading: What was read before; what changed since is noticed, too.
    ///   - onChange: Given each version that differs from the one before, whether it can be used or not; called on the watch's own queue.
    public static func watch(
        after reading: CallerFileReading, time: any TimeSource, onChange: @escaping @Sendable (CallerFileReading) -> Void
    ) -> CallerFileWatch {
        CallerFileWatch(after: reading, time: time, onChange: onChange)
    }
}

/// What a keys file says.
public struct CallerFileReading: Sendable {
    /// The path of the file.
    public let path: String
    /// The callers; `nil` where anything is an error.
    public let table: CallerTable?
    /// Everything that was found, in the order of the lines.
    public let diagnostics: [Diagnostic]
    /// The text of the file by path, for ``DiagnosticRenderer``.
    public let sources: [String: SourceText]
    /// What the file is known by: twelve hexadecimal digits of a hash of its bytes.
    public let fingerprint: String
    /// What the file looked like before it was read.
    let watched: FileWatch.Reading

    /// The same with what callers are granted that the routes do not have: warnings.
    public func checked(against routes: RouteTable) -> CallerFileReading {
        let findings = (table?.findings(against: routes) ?? []).placed(in: sources)
        return CallerFileReading(
            path: path, table: table, diagnostics: (diagnostics + findings).sorted(by: [path]), sources: sources, fingerprint: fingerprint,
            watched: watched)
    }
}
