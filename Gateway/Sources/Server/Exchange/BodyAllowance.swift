import Synchronization

/// How many bytes the bodies that are being read may take together.
final class BodyAllowance: Sendable {
    private let most: Int
    private let taken = Atomic(0)

    init(_ most: Int) { self.most = most }

    /// Takes bytes, unless too few are left.
    func take(_ count: Int) -> Bool {
        let now = taken.add(count, ordering: .relaxed).newValue
        if now <= most { return true }
        giveBack(count)
        return false
    }

    func giveBack(_ count: Int) { taken.subtract(count, ordering: .relaxed) }
}
