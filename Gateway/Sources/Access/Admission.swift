import Synchronization
public import Waybill

/// Holds every caller to its limits: so many requests at a time, so many requests and tokens in any 60 seconds.
///
/// Nobody waits here: who finds no room is refused at once, and told when to come again. What is remembered is one ``Gate`` a caller, however many
/// requests come, and nothing of callers that there are not.
public final class Admission: Sendable {
    private let gates = Mutex<[String: Gate]>([:])
    private let time: any TimeSource

    /// The limits of these callers.
    public init(_ table: CallerTable, time: any TimeSource) {
        self.time = time
        use(table)
    }

    /// The limits of these callers from now on.
    ///
    /// What those used who stay counts on; what is under way of others comes to its end.
    public func use(_ table: CallerTable) {
        let now = time.now
        gates.withLock { gates in
            for name in gates.keys { gates[name]?.close() }
            for caller in table.callers { gates[caller.name, default: Gate(caller, at: now)].limit(to: caller, at: now) }
            gates = gates.filter { !$0.value.isOver }
        }
    }

    /// Lets a request through.
    ///
    /// - Parameters:
    ///   - caller: The caller's name.
    ///   - tokens: The tokens that the request is likely to use, input and output together; held to the limit as long as none uses more.
    /// - Returns: A pass, to be returned when the request is over.
    /// - Throws: The limit that is reached; ``AccessRefusal/unknownKey`` for one who is no caller any more.
    public func admit(_ caller: String, tokens: Int) throws(AccessRefusal) -> AdmissionPass {
        let now = time.now
        let ticket = try gates.withLock { gates throws(AccessRefusal) in
            guard let ticket = try gates[caller]?.admit(tokens: tokens, at: now) else { throw .unknownKey }
            return ticket
        }
        return AdmissionPass(ticket, of: caller, through: self)
    }

    fileprivate func finish(_ ticket: Gate.Ticket, of caller: String, used: Int?) {
        let now = time.now
        gates.withLock { gates in
            gates[caller]?.finish(ticket, used: used, at: now)
            if gates[caller]?.isOver == true { gates[caller] = nil }
        }
    }

    /// How many requests of a caller are under way, for measurements.
    public func underWay(_ caller: String) -> Int { gates.withLock { $0[caller]?.underWay ?? 0 } }

    /// How many callers something is remembered of.
    var count: Int { gates.withLock(\.count) }
}

/// Room for one request, until it is returned or let go.
public final class AdmissionPass: Sendable {
    private let ticket: Gate.Ticket
    private let caller: String
    private let admission: Admission
    private let isReturned = Atomic(false)

    fileprivate init(_ ticket: Gate.Ticket, of caller: String, through admission: Admission) {
        self.ticket = ticket
        self.caller = caller
        self.admission = admission
    }

    deinit { finish(used: nil) }

    /// The request is over; said again, it is passed over.
    ///
    /// - Parameter used: The tokens that it used, input and output together; `nil` where nobody knows: then what was likely stays taken.
    public func finish(used: Int?) {
        guard !isReturned.exchange(true, ordering: .relaxed) else { return }
        admission.finish(ticket, of: caller, used: used)
    }
}
