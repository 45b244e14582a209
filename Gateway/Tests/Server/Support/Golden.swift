import Foundation
import Testing

/// Compares with a file under `Fixtures`, or writes it anew where `WAYBILL_RECORD` is set.
func expectGolden(_ text: String, _ path: String, _ location: Testing.SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")
    let file = folder.appending(path: path)
    if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil { try Data(text.utf8).write(to: file) }
    #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self), "see \(path)", sourceLocation: location)
}

extension Wire.Answer {
    /// The name of the call in the books.
    var call: String { header("x-request-id") ?? "" }

    /// The body with what differs from run to run replaced: the call's name by `CALL`, and times by `0`.
    var steadyBody: String {
        var text = call.isEmpty ? body : body.replacing(call, with: "CALL")
        for member in ["created", "created_at", "completed_at"] {
            let pieces = text.split(separator: "\"\(member)\":", omittingEmptySubsequences: false)
            let rest = pieces.dropFirst().map { $0.first?.isNumber == true ? "0\($0.drop(while: \.isNumber))" : String($0) }
            text = ([String(pieces[0])] + rest).joined(separator: "\"\(member)\":")
        }
        return text
    }
}
