import Synchronization
import WaybillInterchange
import WaybillPromptCaching

/// Notices what is volatile in the stable parts of calls: each part is looked at once, and each finding told of once.
final class PrefixWatch: Sendable {
    /// How many stable parts of a workload are looked at: one that is another with every call was told of by then.
    private static let mostParts = 100
    private static let mostWorkloads = 1_000

    /// A finding, wherever in its text it stands: a date moves with what stands before it.
    private struct Finding: Hashable {
        let path: String
        let code: String
    }

    private struct Seen {
        var parts: Set<PromptFingerprint> = []
        var told: Set<Finding> = []
    }

    private let memo = FingerprintMemo()
    private let seen = Mutex<[Workload: Seen]>([:])

    /// Looks at the stable part of a call.
    ///
    /// - Parameter today: The day as `YYYY-MM-DD`; asked for only where there is something to look at.
    /// - Returns: What has not been told of yet, without a word of the prompt.
    func newFindings(in request: PreparedRequest, today: () -> String) -> [PrefixFinding] {
        guard request.hasStablePart else { return [] }
        let workload = request.request.workload
        let fingerprint = FingerprintedPrompt.stableFingerprint(of: request, memo: memo)
        let isNew = seen.withLock { seen in
            guard seen[workload] != nil || seen.count < Self.mostWorkloads, seen[workload]?.parts.count ?? 0 < Self.mostParts else {
                return false
            }
            return seen[workload, default: Seen()].parts.insert(fingerprint).inserted
        }
        guard isNew else { return [] }
        let findings = PrefixLint(today: today()).findings(in: request).filter { if case .volatile = $0.problem { true } else { false } }
        return
            seen.withLock { seen in
                findings.filter { seen[workload]?.told.insert(Finding(path: $0.path, code: $0.code)).inserted ?? false }
            }
            .map(\.withoutExcerpt)
    }
}

extension PreparedRequest {
    /// Whether anything of the prompt should be the same from call to call.
    var hasStablePart: Bool {
        !request.tools.isEmpty || request.instructions?.isEmpty == false || stableItemCount > 0 || request.output != .text
    }
}
