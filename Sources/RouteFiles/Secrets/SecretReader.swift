public import WaybillRoutes

/// Reads keys from where the files say they are, at the moment of use.
///
/// Nothing is kept: a key that was replaced is the new one at the next request. No error says anything of what was read.
public struct SecretReader: Sendable {
    let environment: @Sendable (String) -> String?
    private let commandLimit: Duration
    /// What stands for every key, so that none is read.
    private let placeholder: Secret?

    /// The largest key that is read, in bytes.
    private static let largest = 65_536

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - environment: The value of an environment variable; that of this process by default.
    ///   - commandLimit: How long a command may take before it is ended.
    public init(
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value, commandLimit: Duration = .seconds(10)
    ) {
        self.environment = environment
        self.commandLimit = commandLimit
        placeholder = nil
    }

    /// Creates a reader that reads nothing, for rehearsals: the same word stands for every key.
    package init(placeholder: String) {
        environment = { _ in nil }
        commandLimit = .zero
        self.placeholder = Secret(placeholder)
    }

    /// The secret that a reference stands for, without white space around it.
    ///
    /// - Parameter limit: How long there is for it, where that is less than a command may take.
    /// - Throws: ``SecretUnavailable`` where there is none.
    public func read(_ reference: SecretReference, within limit: Duration? = nil) async throws(SecretUnavailable) -> Secret {
        if let secret = try readAtOnce(reference) { return secret }
        guard case .command(let words) = reference else { preconditionFailure("only commands take their time") }
        let bytes: [UInt8]
        do throws(CommandFailure) {
            bytes = try await CommandOutput.read(words, limit: min(limit ?? commandLimit, commandLimit), largest: Self.largest)
        } catch {
            throw SecretUnavailable(reference, error.reason)
        }
        return try secret(bytes, reference)
    }

    /// The secret that a reference stands for, without white space around it; `nil` where a command has to be asked for it: ``read(_:within:)``.
    ///
    /// - Throws: ``SecretUnavailable`` where there is none.
    public func readAtOnce(_ reference: SecretReference) throws(SecretUnavailable) -> Secret? {
        if let placeholder { return placeholder }
        switch reference {
        case .environment(let name):
            guard let value = environment(name) else { throw SecretUnavailable(reference, "is not set") }
            return try secret(Array(value.utf8), reference)
        case .file(let path):
            let bytes: [UInt8]
            do throws(FileProblem) {
                bytes = try FileContents.read(path, limit: Self.largest)
            } catch {
                throw SecretUnavailable(reference, error.reason)
            }
            return try secret(bytes, reference)
        case .command: return nil
        }
    }

    /// Takes off the white space around a key, and refuses what could not be sent in a header.
    private func secret(_ bytes: [UInt8], _ reference: SecretReference) throws(SecretUnavailable) -> Secret {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let key = Array(Array(bytes.drop(while: isBlank)).reversed().drop(while: isBlank).reversed())
        guard !key.isEmpty else { throw SecretUnavailable(reference, "holds no key: it is empty") }
        guard key.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw SecretUnavailable(reference, "holds a line break or another character that no key has")
        }
        return Secret(String(decoding: key, as: UTF8.self))
    }
}

/// A key that cannot be had.
///
/// It names where the key should be, never what was found there.
public struct SecretUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where the key should be.
    public let reference: SecretReference
    /// What is wrong there: the end of a sentence that begins with the reference.
    public let reason: String

    init(_ reference: SecretReference, _ reason: String) {
        self.reference = reference
        self.reason = reason
    }

    /// A full sentence that says which reference leads to no key, and why.
    public var description: String { "The key cannot be read: \(reference) \(reason)." }
}
