import Waybill

@testable import GatewayAccess

extension CallerTable {
    /// Callers of these names, whose keys are `key-of-NAME`.
    init(_ names: String..., change: (inout Caller) -> Void = { _ in }) throws {
        try self.init(
            names.map { name in
                var caller = Caller(name, keys: [KeyHash(of: "key-of-\(name)")])
                change(&caller)
                return caller
            })
    }
}

/// What a piece of work is refused for; `nil` where it is not.
func refusal(_ body: () throws(AccessRefusal) -> some Any) -> AccessRefusal? {
    do throws(AccessRefusal) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}
