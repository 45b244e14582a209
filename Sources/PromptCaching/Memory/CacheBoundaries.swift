import WaybillInterchange
public import WaybillRoutes

/// Where a prompt can be kept and read by a model's rules, as numbers of segments from the first.
struct CacheBoundaries {
    /// What is kept of the prompt ends after so many, in rising order.
    let kept: [Int]
    /// What is read for the prompt ends after so many, in rising order.
    let readable: [Int]

    /// How many messages before the latest are looked at.
    private static let earlierMessages = 20

    init(of prompt: FingerprintedPrompt, by rules: CacheRules) {
        switch rules.boundaries {
        case .nowhere: (kept, readable) = ([], [])
        case .steps:
            kept = Array(1..<prompt.segments.count + 1)
            readable = kept
        case .breakpoints(let mode):
            let marked = prompt.endsStablePartAtMark ? [prompt.stableSegments] : []
            let ends = mode == .implicit ? prompt.messageEnds : []
            kept = Set(marked + ends.suffix(1)).sorted()
            readable = Set(marked + ends.suffix(1 + Self.earlierMessages)).sorted()
        }
    }
}

extension FingerprintedPrompt {
    /// Whether the stable part ends where a breakpoint can be set: not at tools, the form of the answer or what an assistant says.
    ///
    /// One that is set within the examples is not reckoned with.
    fileprivate var endsStablePartAtMark: Bool {
        switch segments.prefix(stableSegments).last?.kind {
        case .instructions, .reference: true
        default: false
        }
    }
}

extension CacheRules {
    /// How many tokens of a prompt are read from the cache.
    ///
    /// - Parameters:
    ///   - shared: The tokens that it shares with what is kept, up to a place where that may end.
    ///   - total: All of its tokens.
    public func readTokens(shared: Int, of total: Int) -> Int {
        let read: Int
        switch boundaries {
        case .nowhere: return 0
        // The last token is never read: it must be computed for the answer to begin.
        case .steps(let step): read = min(shared, total - 1) / step * step
        case .breakpoints: read = min(shared, total)
        }
        return read >= minimum ? max(0, read) : 0
    }
}
