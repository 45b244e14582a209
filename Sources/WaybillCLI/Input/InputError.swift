/// A prompt or a request that cannot be used.
///
/// Its description is a full sentence that quotes no prompt.
struct InputError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
