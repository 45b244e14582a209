import WaybillInterchange

/// When the next candidate is asked beside one that brings nothing.
public struct HedgeRule: Sendable, Hashable {
    /// What a model is given before another is asked beside it.
    public enum Start: Sendable, Hashable {
        /// This long.
        case after(Duration)
        /// As long as this many of a hundred of its latest answers took to begin; never, while fewer than 20 are known.
        case percentile(Int)
    }

    /// When.
    public var start: Start
    /// The largest share of the route's calls that may do so; `nil`: all.
    public var share: Share?

    /// Creates a rule.
    ///
    /// - Parameter share: Where it is left out, as many calls may as a percentile leaves, and all after a fixed time.
    public init(_ start: Start, share: Share? = nil) {
        self.start = start
        self.share = share
        if case .percentile(let percent) = start { self.share = share ?? Share(percent: 100 - percent) }
    }

    /// How long a model is given.
    ///
    /// - Parameter firstToken: How long the asked percentile of its answers took to begin; `nil`: too few are known.
    package func time(firstToken: Duration?) -> Duration? {
        switch start {
        case .after(let time): time
        case .percentile: firstToken
        }
    }

    /// Why the rule cannot work, or `nil`.
    package var problem: String? {
        switch start {
        case .after(let time) where time <= .zero: "a hedge must leave the first model some time"
        case .percentile(let percent) where !(50...99).contains(percent): "a hedge can start after p50 to p99, not p\(percent)"
        case _ where share.map { !(1...1_000_000).contains($0.millionths) } ?? false:
            "the share of a hedge must be above 0% and at most 100%"
        case .after, .percentile: nil
        }
    }
}

/// A part of a whole, exact to a millionth.
public struct Share: Sendable, Hashable {
    /// How many millionths.
    public var millionths: Int

    /// Creates a share.
    public init(millionths: Int) { self.millionths = millionths }

    /// Creates a share of so many hundredths.
    public init(percent: Int) { millionths = percent * 10_000 }
}

extension Share: CustomStringConvertible {
    /// The share in percent, such as `5%` or `0.5%`.
    public var description: String {
        let (percent, rest) = millionths.quotientAndRemainder(dividingBy: 10_000)
        guard rest != 0 else { return "\(percent)%" }
        var digits = String(rest + 10_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(percent).\(digits)%"
    }
}

extension HedgeRule: CustomStringConvertible {
    /// The rule in a few words, such as `after 800ms` or `after p95, in at most 5% of the calls`.
    public var description: String {
        let start =
            switch start {
            case .after(let time): time.shortText
            case .percentile(let percent): "p\(percent)"
            }
        return "after \(start)\(share.map { ", in at most \($0) of the calls" } ?? "")"
    }
}
