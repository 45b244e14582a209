import Synchronization
public import Waybill

/// Who may call, for what, and how much: everything that a keys file says, in force.
///
/// ## Usage
/// ```swift
/// let caller = try access.caller(forAuthorization: header)
/// try caller.require(request.workload)
/// CallerAccess.sign(&request, by: caller)
/// let pass = try access.admit(caller, tokens: estimate)
/// defer { pass.finish(used: usage?.total) }
/// ```
public final class CallerAccess: Sendable {
    /// The key of a request's metadata under which the caller's name stands, for the books and for its budget.
    public static let metadataKey = "gateway_key"

    private struct State {
        var ring: KeyRing
        var budgets: [String: AccountBudget]

        init(_ table: CallerTable) {
            ring = KeyRing(table)
            budgets = [:]
            for caller in table.callers {
                let account = BudgetAccount.metadata(key: CallerAccess.metadataKey, value: caller.name)
                budgets[caller.name] = caller.budget.map { AccountBudget(account, $0) }
            }
        }
    }

    private let state: Mutex<State>
    private let admission: Admission

    /// Puts a table into force.
    public init(_ table: CallerTable, time: any TimeSource) {
        state = Mutex(State(table))
        admission = Admission(table, time: time)
    }

    /// Puts another table into force: keys that are not in it are refused from now on, and what callers used who stay counts on.
    public func use(_ table: CallerTable) {
        let new = State(table)
        // Whoever is known by the key has limits, too.
        admission.use(table)
        state.withLock { $0 = new }
    }

    /// Who sent a request; see ``KeyRing/caller(forAuthorization:)``.
    public func caller(forAuthorization header: String?) throws(AccessRefusal) -> Caller {
        try state.withLock(\.ring).caller(forAuthorization: header)
    }

    /// Lets a request through; see ``Admission/admit(_:tokens:)``.
    public func admit(_ caller: Caller, tokens: Int) throws(AccessRefusal) -> AdmissionPass {
        try admission.admit(caller.name, tokens: tokens)
    }

    /// How many requests of a caller are under way.
    public func underWay(_ caller: String) -> Int { admission.underWay(caller) }

    /// How many callers something is remembered of.
    var remembered: Int { admission.count }

    /// The budgets that a request counts in beside those of the files, for `RouterOptions.budgets`.
    public func budgets(of request: ModelRequest) -> [AccountBudget] {
        guard let name = request.metadata[Self.metadataKey] else { return [] }
        return state.withLock { $0.budgets[name] }.map { [$0] } ?? []
    }

    /// Writes into a request who sent it.
    ///
    /// - Parameter caller: `nil` where anybody may call: then nobody can claim to be a caller either.
    public static func sign(_ request: inout ModelRequest, by caller: Caller?) { request.metadata[metadataKey] = caller?.name }
}

extension Caller {
    /// Requires that the caller may ask for a workload, or for the model that is named in its place.
    public func require(_ workload: Workload) throws(AccessRefusal) {
        guard mayAsk(for: workload) else { throw .modelNotAllowed }
    }
}
