import WaybillInterchange
public import WaybillRoutes

/// Where a prompt can be kept and read by a model's rules, as numbers of its ends from the first.
struct CacheBoundaries {
    /// What is kept of the prompt ends at the last of so many, in rising order.
    let kept: [Int]
    /// What is read for the prompt ends at the last of so many, in rising order.
    let readable: [Int]

    /// How many messages before the latest are looked at.
    private static let earlierMessages = 20

    /// - Parameter isMarked: Whether a breakpoint is set at the end of the stable part.
    init(of prompt: FingerprintedPrompt, by rules: CacheRules, isMarked: Bool) {
        switch rules.boundaries {
        case .nowhere: (kept, readable) = ([], [])
        case .steps:
            kept = Array(1..<prompt.ends.count + 1)
            readable = kept
        case .breakpoints(let mode):
            let marked = isMarked ? [prompt.markedEnds].compactMap(\.self) : []
            let messages = mode == .implicit ? prompt.ends.indices.filter { prompt.ends[$0].endsMessage }.map { $0 + 1 } : []
            kept = Set(marked + messages.suffix(1)).sorted()
            readable = Set(marked + messages.suffix(1 + Self.earlierMessages)).sorted()
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
