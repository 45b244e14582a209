import WaybillInterchange

/// The place at the end of the stable part where a cache breakpoint can stand.
enum CacheBreakpoint: Hashable {
    /// None is set.
    case none
    /// At the end of the instructions.
    case instructions
    /// At the end of one part of a message.
    case part(item: Int, part: Int)

    /// The member of a content part that sets one, by its name on the wire.
    static let member = "prompt_cache_breakpoint"

    /// The last place in the stable part of a request that an API takes a breakpoint at: what the assistant says takes none.
    ///
    /// - Parameter hasInstructions: Whether the instructions can take one.
    init(_ request: PreparedRequest, hasInstructions: Bool) {
        for (place, item) in request.items.prefix(request.stableItemCount).enumerated().reversed() {
            guard case .message(let message) = item, message.role != .assistant, !message.content.isEmpty else { continue }
            self = .part(item: place, part: message.content.count - 1)
            return
        }
        self = hasInstructions ? .instructions : .none
    }

    /// Which part of an item it stands in.
    func part(ofItem place: Int) -> Int? {
        if case .part(place, let part) = self { part } else { nil }
    }
}

extension BodyWriter {
    /// Writes the member that sets a breakpoint.
    mutating func writeBreakpoint() {
        member("prompt_cache_breakpoint") { $0.value(["mode": "explicit"]) }
    }
}
