/// Why a tokenizer file cannot be used: it is broken, or it asks for something that would not be counted exactly.
public struct TokenizerFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public var file: String
    /// What is wrong and where, as a full sentence.
    public var problem: String

    /// Creates an error.
    public init(file: String, problem: String) {
        self.file = file
        self.problem = problem
    }

    public var description: String { "\(file): \(problem)" }
}
