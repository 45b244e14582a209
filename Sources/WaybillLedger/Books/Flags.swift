import WaybillInterchange

/// What is said of a call by one bit each, in the column `flags` of `calls`.
public struct CallFlags: OptionSet, Sendable, Hashable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// The call is known to have ended.
    public static let finished = CallFlags(rawValue: 1)
    /// The route's last resort was served.
    public static let degraded = CallFlags(rawValue: 1 << 1)
    /// The `"*"` route served it.
    public static let wildcard = CallFlags(rawValue: 1 << 2)
    /// Less was read from a prompt cache than of the request before.
    public static let cacheDropped = CallFlags(rawValue: 1 << 3)
    /// Not the candidate that was asked first answered.
    public static let fellBack = CallFlags(rawValue: 1 << 4)
}

/// What is said of an attempt by one bit each, in the column `flags` of `attempts`.
public struct AttemptFlags: OptionSet, Sendable, Hashable {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// It was made beside another that was silent.
    public static let hedge = AttemptFlags(rawValue: 1)
    /// It brought an answer that is incomplete.
    public static let incomplete = AttemptFlags(rawValue: 1 << 1)
    /// What was counted here and what its provider reported differ more than they should.
    public static let drifted = AttemptFlags(rawValue: 1 << 2)
    /// What its provider reported does not add up.
    public static let usageFlagged = AttemptFlags(rawValue: 1 << 3)
    /// Its provider says that it cost something else than our price makes.
    public static let costDiffers = AttemptFlags(rawValue: 1 << 4)
    /// Its tokens were estimated here, since its provider did not report them.
    public static let estimated = AttemptFlags(rawValue: 1 << 5)
    /// It has tokens that were written to a cache, or of sound or images.
    public static let rareTokens = AttemptFlags(rawValue: 1 << 6)
}
