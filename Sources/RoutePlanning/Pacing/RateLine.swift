/// What one account may still use of a model, and how much is waited for in line.
package struct RateLine: Sendable, Hashable {
    /// `nil`: no limit is known.
    package var requests: RateBucket?
    /// `nil`: no limit is known.
    package var tokens: RateBucket?
    /// How many requests wait in line.
    package var waitingRequests = 0
    /// How many tokens they reserve.
    package var waitingTokens = 0

    package init(requests: RateBucket? = nil, tokens: RateBucket? = nil) {
        self.requests = requests
        self.tokens = tokens
    }

    /// What a request takes of the bucket of tokens: no more than it holds, so that one that is larger goes when the bucket is full.
    package func share(of tokens: Int) -> Int { min(tokens, self.tokens?.limit ?? tokens) }

    /// When a request with so many tokens may go, after all that wait.
    package func moment(for tokens: Int, at now: Duration) -> Duration {
        let byRequests = requests?.moment(offering: waitingRequests + 1, at: now) ?? now
        let (sum, overflow) = waitingTokens.addingReportingOverflow(share(of: tokens))
        return max(byRequests, self.tokens?.moment(offering: overflow ? .max : sum, at: now) ?? now)
    }

    /// When the first in line may go.
    package func momentOfFirst(_ tokens: Int, at now: Duration) -> Duration {
        max(requests?.moment(offering: 1, at: now) ?? now, self.tokens?.moment(offering: share(of: tokens), at: now) ?? now)
    }
}
