/// What usage can be told apart by.
public enum UsageDimension: String, Sendable, Hashable, CaseIterable {
    /// The kind of work.
    case workload
    /// The model: of an attempt the one that it asked; of a call the one that answered, else the one that was asked last.
    case model
    /// The provider of that model.
    case provider
    /// The name of the key that was used there.
    case credential
    /// What went wrong.
    case failure
    /// The hour in which the call began, in UTC, as `2026-11-21 14:00`.
    case hour
    /// The day on which the call began, in UTC.
    case day
    /// The month in which the call began, in UTC.
    case month
}
