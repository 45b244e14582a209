import Foundation

/// A command and everything it prints, as a file.
///
/// ```
/// $ waybill route suport-chat hello
/// [errors]
/// Error: No route serves the workload 'suport-chat'; did you mean 'support-chat'?
/// [exit 64]
/// ```
///
/// What comes before `[errors]` is standard output. Times differ from run to run and stand as `TIME`; the fingerprint of the
/// routes differs with every edit of them and stands as `FILES`, the id of a call as `CALL`. `$BOOKS` are the books of a shop, which have a path of
/// their own in each run.
struct Transcript: Equatable {
    var command: String
    var output: String
    var errors: String
    var exitCode: Int32

    /// Reads a transcript's file.
    init(_ text: String) throws {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.hasPrefix("$ "), lines.popLast() == "", let last = lines.popLast(),
            last.hasPrefix("[exit "), let code = Int32(last.dropFirst(6).dropLast())
        else { throw Malformed() }
        command = String(first.dropFirst(2))
        exitCode = code
        let parts = lines.split(separator: "[errors]", maxSplits: 1, omittingEmptySubsequences: false)
        (output, errors) = (Self.joined(parts[0]), parts.count > 1 ? Self.joined(parts[1]) : "")
    }

    struct Malformed: Error {}

    /// What a command really printed.
    init(_ command: String, _ run: CommandRun) {
        self.command = command
        output = run.output.withoutTimes
        errors = run.errors.withoutTimes
        exitCode = run.exitCode
    }

    /// The transcript as a file.
    var text: String {
        "$ \(command)\n\(output)\(errors.isEmpty ? "" : "[errors]\n\(errors)")[exit \(exitCode)]\n"
    }

    private static func joined(_ lines: ArraySlice<Substring>) -> String { lines.map { $0 + "\n" }.joined() }
}

extension String {
    /// The text with `TIME` in place of measured times: `1.2s`, `873ms` after a blank, and seconds in JSON reports.
    fileprivate var withoutTimes: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in
                line.hasPrefix("{") ? String(line).withoutJSONTimes.withoutHexDigits : String(line).withoutTextTimes
            }
            .joined(separator: "\n")
    }

    private var withoutHexDigits: String {
        var result = self
        for (start, name) in [(#""routes_version":{"number":1,"fingerprint":""#, "FILES"), (#""call":""#, "CALL")] {
            let pieces = result.components(separatedBy: start)
            result = ([pieces[0]] + pieces.dropFirst().map { name + $0.drop(while: \.isHexDigit) }).joined(separator: start)
        }
        return result
    }

    private var withoutTextTimes: String {
        if hasPrefix("  call ") {
            let digits = reversed().prefix(while: \.isHexDigit).count
            return digits == 32 ? dropLast(digits) + "CALL" : self
        }
        // Only reports have measured times; everything else is as it was configured.
        guard hasPrefix("answered by") || hasPrefix("no model answered") || hasPrefix("  attempt ") else { return self }
        var words = split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for (index, word) in words.enumerated() {
            let number = word.prefix { $0.isNumber || $0 == "." }
            let unit = word.dropFirst(number.count).prefix { $0.isLetter }
            guard Double(number) != nil, ["µs", "ms", "s"].contains(unit) else { continue }
            words[index] = "TIME" + word.dropFirst(number.count + unit.count)
            // The time is padded to a column: its blanks go with it.
            var before = index - 1
            while before > 0, words[before].isEmpty {
                words[before] = "\u{0}"
                before -= 1
            }
        }
        return words.filter { $0 != "\u{0}" }.joined(separator: " ")
    }

    private var withoutJSONTimes: String {
        guard contains("\"started\":") else { return self }
        var result = self
        for member in ["waited", "started", "first_token", "ended", "duration"] {
            var pieces = result.components(separatedBy: "\"\(member)\":")
            for index in pieces.indices.dropFirst() {
                pieces[index] = "TIME" + pieces[index].drop { $0.isNumber || ".e-".contains($0) }
            }
            result = pieces.joined(separator: "\"\(member)\":")
        }
        return result
    }
}
