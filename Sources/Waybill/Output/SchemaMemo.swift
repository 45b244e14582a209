import Synchronization
import WaybillInterchange

/// Keeps schemas that were made ready, so that calls that ask for the same compile it once.
final class SchemaMemo: Sendable {
    /// How many are kept; a program has few, unless it makes them up as it goes.
    private static let capacity = 256

    private let compiled = Mutex<[[UInt8]: JSONSchema]>([:])

    /// The schema with these canonical bytes.
    func schema(_ schema: JSONValue, bytes: [UInt8]) -> JSONSchema {
        if let known = compiled.withLock({ $0[bytes] }) { return known }
        let fresh = JSONSchema(compiling: schema)
        compiled.withLock { compiled in
            if compiled.count >= Self.capacity { compiled.removeAll() }
            compiled[bytes] = fresh
        }
        return fresh
    }
}
