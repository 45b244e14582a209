public import WaybillInterchange

/// One call as it was found in the books.
public struct StoredCall: Sendable, Hashable {
    /// What is known of it from its beginning.
    public var heading: CallHeading
    /// What the call did; `nil` where its process ended before it did, so that ``attempts`` alone are known, or it still goes on.
    public var report: RouteReport?
    /// What it failed with; `nil`: it brought an answer, or is not known to have ended.
    public var failure: FailureKind?
    /// Its attempts that are over, in the order in which they were sent.
    public var attempts: [AttemptReport]

    /// The call's name.
    public var id: CallID { heading.id }

    /// Whether the call is known to have ended.
    public var isFinished: Bool { report != nil }

    /// The call as it was recorded; `nil` where it is not known to have ended.
    public var record: CallRecord? {
        report.map { CallRecord(heading: heading, report: $0, failure: failure) }
    }
}
