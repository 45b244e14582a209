/// An amount that comes back evenly over a time.
struct SteadyReturn: Sendable, Hashable {
    let amount: Int
    let from: Duration
    let until: Duration

    /// How much has not come back yet.
    func missing(at now: Duration) -> Int {
        guard now < until else { return 0 }
        guard now > from else { return amount }
        return amount - Int(Int128(amount) * nanoseconds(now - from) / nanoseconds(until - from))
    }

    /// When so much has come back; `nil` where that is more than all of it.
    ///
    /// The same arithmetic as in ``missing(at:)``, rounded up: at that moment it is back.
    func moment(returning part: Int) -> Duration? {
        guard part > 0 else { return from }
        guard part < amount else { return part == amount ? until : nil }
        let whole = nanoseconds(until - from)
        return from + .nanoseconds(Int64((Int128(part) * whole + Int128(amount) - 1) / Int128(amount)))
    }

    private func nanoseconds(_ duration: Duration) -> Int128 {
        let (seconds, attoseconds) = duration.components
        return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
    }
}
