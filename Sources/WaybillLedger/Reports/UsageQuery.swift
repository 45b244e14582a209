public import WaybillInterchange

/// Which usage is meant, and what it is told apart by.
public struct UsageQuery: Sendable, Hashable {
    /// What groups are made of, the first one first; empty: everything is one group.
    public var dimensions: [UsageDimension]
    /// Of calls that began at this time or later, since 1970-01-01 00:00 UTC; `nil`: all.
    public var since: Duration?
    /// Of calls that began before this time; `nil`: all.
    public var until: Duration?
    /// Of calls of this workload; `nil`: all.
    public var workload: Workload?
    /// At this model: attempts that asked it, and calls that it answered or that asked it last; `nil`: all.
    public var model: ModelName?
    /// At the models of this provider; `nil`: all.
    public var provider: String?

    /// Creates a query for all usage.
    public init(by dimensions: [UsageDimension] = []) { self.dimensions = dimensions }
}
