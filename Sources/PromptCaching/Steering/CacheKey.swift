import WaybillInterchange
public import WaybillRoutes

/// The name under which requests that begin alike are cached.
///
/// It is made of the stable part's fingerprint, so it is the same in every process, changes with any byte of that part and tells none of them.
enum CacheKey {
    /// The most keys that one prefix is spread over.
    static let mostPartitions = 1_024

    /// The key of a prefix.
    ///
    /// - Parameters:
    ///   - partitions: How many keys the prefix has.
    ///   - requestKey: What decides between them: a conversation, or a user, keeps to one.
    static func text(of prefix: PromptFingerprint, partitions: Int, requestKey: UInt64) -> String {
        let name = prefix.description.prefix(24)
        let partition = partition(of: requestKey, among: min(partitions, mostPartitions))
        return partition == 0 ? "\(name)" : "\(name)-\(partition)"
    }

    /// The partition that scores highest for a key: when there is one more, only what it wins moves to it.
    private static func partition(of requestKey: UInt64, among count: Int) -> Int {
        guard count > 1 else { return 0 }
        func score(_ partition: Int) -> UInt64 {
            var random = SeededGenerator(seed: requestKey ^ (UInt64(partition) &* 0x9e37_79b9_7f4a_7c15))
            return random.next()
        }
        return (0..<count).max { score($0) < score($1) } ?? 0
    }
}

extension CacheRules {
    /// How many keys a prefix needs that so many requests a minute begin with.
    public func partitions(forRequestsPerMinute rate: Double) -> Int {
        guard let requestsPerKey, rate > Double(requestsPerKey) else { return 1 }
        return min(Int(min(rate, 1e9) / Double(requestsPerKey) + 0.999_999), CacheKey.mostPartitions)
    }
}
