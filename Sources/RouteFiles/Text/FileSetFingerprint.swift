import WaybillInterchange

/// What a set of files is known by: a hash of their names and bytes, wherever they lie.
struct FileSetFingerprint: Sendable {
    private static let bytesShown = 6

    private var hash = SHA256()

    /// Takes a file that was read.
    mutating func note(_ name: String, _ bytes: [UInt8]) {
        note(name, outcome: "\(bytes.count)")
        hash.update(bytes)
    }

    /// Takes a file that could not be read.
    mutating func note(_ name: String, _ problem: FileProblem) { note(name, outcome: problem.reason) }

    private mutating func note(_ name: String, outcome: String) { hash.update("\(name)\0\(outcome)\0") }

    /// The fingerprint of what was taken so far, as twelve hexadecimal digits.
    var text: String {
        var hash = hash
        return hash.finalize().prefix(Self.bytesShown).hexadecimal
    }
}
