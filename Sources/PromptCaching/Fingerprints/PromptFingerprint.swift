public import WaybillInterchange

/// What a prompt, up to some place, is known by: 256 bits that are the same in every process and on every platform.
///
/// No text can be read from it. Whoever has guessed a whole prompt up to that place, byte for byte, can see that the guess is right.
public struct PromptFingerprint: Sendable, Hashable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    /// The fingerprint of the empty prompt, which names the version of the canonical form.
    static let empty: PromptFingerprint = {
        var hash = SHA256()
        hash.update("waybill prompt, canonical form \(CanonicalForm.version)")
        return PromptFingerprint(hash.finalize())
    }()

    /// - Parameter bytes: 32 of them.
    init(_ bytes: [UInt8]) {
        func word(_ place: Int) -> UInt64 { bytes[place..<place + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        (first, second, third, fourth) = (word(0), word(8), word(16), word(24))
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        [first, second, third, fourth]
            .flatMap { word in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) } }
    }

    /// A number made of it, for spreading: the same in every process.
    public var spread: UInt64 { first }
}

extension PromptFingerprint: LosslessStringConvertible {
    /// The fingerprint in 64 hexadecimal digits.
    public var description: String { bytes.hexadecimal }

    /// Reads 64 hexadecimal digits; `nil` where a text is none.
    public init?(_ text: String) {
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64, text.utf8.count == 64 else { return nil }
        self.init(stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }
}

extension PromptFingerprint: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        guard let fingerprint = PromptFingerprint(try json.string(at: path)) else {
            throw JSONFormatError(path, "is no fingerprint: 64 hexadecimal digits")
        }
        self = fingerprint
    }

    public var json: JSONValue { .string(description) }
}
