import WaybillInterchange

/// What a request's vendor extras mean for one adapter.
struct ExtrasReview: Sendable, Hashable {
    /// Why the request cannot be said with them, or `nil`.
    let obstacle: String?
    /// What of them is passed over.
    let adjustments: [Adjustment]

    /// - Parameter reserved: The members that extras cannot change, since routing, reports or the reading of the answer rest on them.
    init(_ request: borrowing ModelRequest, for adapter: AdapterName, reserved: [String]) {
        let own = request.extras[adapter]
        let ignored = (own?.keys ?? []).filter(reserved.contains)
        let others = request.extras.filter { $0.key != adapter }
        guard !request.requiresExtras else {
            let missing = own == nil ? Set(others.values.flatMap(\.keys)).sorted() : []
            obstacle =
                if let name = ignored.first {
                    "'\(name)' cannot be set: \(Self.reason(of: name))"
                } else if !missing.isEmpty {
                    "its API has no \(missing.map { "'\($0)'" }.joined(separator: ", ")), which the request needs"
                } else {
                    nil
                }
            adjustments = []
            return
        }
        obstacle = nil
        adjustments =
            ignored.map { Adjustment(.leftOut, "extras.\($0)", Self.reason(of: $0)) }
            + others.keys.map(\.rawValue).sorted()
            .map { Adjustment(.leftOut, "extras.\($0)", "these vendor extras are for another API") }
    }

    private static func reason(of reserved: String) -> String {
        ownParameters[reserved].map { "limits and prices rest on it; say it as the request's '\($0)'" }
            ?? "this member is Waybill's own and cannot be set by vendor extras"
    }

    /// Reserved members that a request has parameters for.
    private static let ownParameters = [
        "max_output_tokens": "max_output_tokens", "max_completion_tokens": "max_output_tokens", "max_tokens": "max_output_tokens",
        "service_tier": "service_tier",
    ]
}
