import Waybill

/// Finds what of an answer's items was told in pieces, and where.
///
/// Pieces of an answer say less than its items: not where one message ends and the next begins, not what reasoning carries, and nothing of thoughts
/// that are hidden. What was told stands, with its order and its ids; each item that was told takes over what the answer's own item knows
/// more, and what was not told at all follows.
struct OutputSettlement {
    /// The items that were told, now with what the answer's items add to them.
    private(set) var told: [OutputItem]
    /// More text of items that were told: which item, of which kind, and the text as JSON writes it.
    private(set) var additions: [(item: Int, kind: OutputItem.Part.Kind, escaped: [UInt8])] = []
    /// Which of the answer's items were not told, in their order.
    private(set) var untold: [Int] = []

    private let items: [ConversationItem]
    private var isFound: [Bool]

    init(_ told: [OutputItem], _ items: [ConversationItem]) {
        self.told = told
        self.items = items
        isFound = items.map { _ in false }
        settleMessages()
        settleCalls()
        settleReasoning()
        untold = items.indices.filter { !isFound[$0] }
    }

    /// The id of the first item told that the answer has after its item at a place; `nil` where there is none.
    func follower(of origin: Int) -> String? {
        let later = told.filter { ($0.origin ?? -1) > origin }
        return later.min { ($0.origin ?? 0, $0.address.index) < ($1.origin ?? 0, $1.address.index) }?.address.id
    }

    // MARK: Messages

    /// A stretch of text in one of the answer's messages.
    private struct Stretch {
        let origin: Int
        let kind: OutputItem.Part.Kind
        let escaped: [UInt8]
    }

    /// Walks along the text that was told and that of the answer's messages: of both there may be several, cut at different places.
    private mutating func settleMessages() {
        let stretches = stretches()
        var place = 0
        var offset = 0
        var last: Int?
        for item in told.indices {
            guard case .message = told[item].kind else { continue }
            for part in told[item].parts {
                var rest = part.escaped[...]
                while !rest.isEmpty {
                    while place < stretches.count, offset == stretches[place].escaped.count { (place, offset) = (place + 1, 0) }
                    guard place < stretches.count, stretches[place].kind == part.kind else { return keepToldMessages() }
                    let common = min(rest.count, stretches[place].escaped.count - offset)
                    guard rest.prefix(common) == stretches[place].escaped[offset..<offset + common] else { return keepToldMessages() }
                    note(item, has: stretches[place].origin)
                    rest = rest.dropFirst(common)
                    offset += common
                    last = item
                }
            }
        }
        guard let last else { return }
        // What is left of the message that was being told is told too.
        for stretch in stretches[place...] where stretch.origin == stretches[place].origin {
            if stretch.escaped.count > offset { additions.append((last, stretch.kind, Array(stretch.escaped[offset...]))) }
            offset = 0
        }
    }

    /// The messages say something else than what was told, which cannot be taken back: it stands, and nothing is told twice.
    private mutating func keepToldMessages() {
        for (origin, item) in items.enumerated() {
            if case .message = item { isFound[origin] = true }
        }
    }

    private func stretches() -> [Stretch] {
        var result: [Stretch] = []
        for (origin, item) in items.enumerated() {
            guard case .message(let message) = item else { continue }
            result += message.parts.map { Stretch(origin: origin, kind: $0.kind, escaped: $0.escaped) }
        }
        return result
    }

    private mutating func note(_ item: Int, has origin: Int) {
        isFound[origin] = true
        if told[item].origin == nil { told[item].origin = origin }
        // Of several messages that were told as one, the last is what the others led to.
        if case .message(let message) = items[origin] { told[item].phase = message.phase }
    }

    // MARK: Calls

    private mutating func settleCalls() {
        var open = told.indices.filter { if case .call = told[$0].kind { true } else { false } }
        settle(&open) { call, id, _ in call.id == id }
        settle(&open) { call, _, name in call.name == name }
    }

    /// Finds calls of the answer among those that were told and are not found yet.
    private mutating func settle(_ open: inout [Int], where fits: (ToolCall, String, String) -> Bool) {
        for (origin, item) in items.enumerated() where !isFound[origin] {
            guard case .toolCall(let call) = item else { continue }
            let place = open.firstIndex { index in
                if case .call(_, let id, let name) = told[index].kind { fits(call, id, name) } else { false }
            }
            guard let place else { continue }
            settle(open.remove(at: place), call, origin)
        }
    }

    private mutating func settle(_ item: Int, _ call: ToolCall, _ origin: Int) {
        isFound[origin] = true
        told[item].origin = origin
        let whole = call.arguments.escapedForJSON
        if whole.starts(with: told[item].arguments) {
            let rest = whole[told[item].arguments.count...]
            if !rest.isEmpty { additions.append((item, .arguments, Array(rest))) }
        } else {
            // A piece was lost on the way to the gateway. Whoever runs the function needs what the model wrote.
            told[item].parts = [OutputItem.Part(kind: .arguments, escaped: whole)]
        }
    }

    // MARK: Reasoning

    /// What was thought in vain, for an answer that never came, was told too; so the texts decide, and only then the order.
    private mutating func settleReasoning() {
        var open = told.indices.filter { if case .reasoning = told[$0].kind { true } else { false } }
        settle(&open) { $0 == $1 }
        settle(&open) { $0.count > $1.count && $0.suffix($1.count) == $1[...] && !$1.isEmpty }
        settle(&open) { !$1.isEmpty && ($1.starts(with: $0) || $0.starts(with: $1)) }
    }

    private mutating func settle(_ open: inout [Int], where fits: (_ told: [UInt8], _ whole: [UInt8]) -> Bool) {
        for (origin, item) in items.enumerated() where !isFound[origin] {
            guard case .reasoning(let reasoning) = item else { continue }
            let whole = reasoning.text.escapedForJSON
            guard let place = open.firstIndex(where: { fits(told[$0].parts.first?.escaped ?? [], whole) }) else { continue }
            isFound[origin] = true
            let index = open.remove(at: place)
            if told[index].parts.isEmpty, !whole.isEmpty { additions.append((index, .summary, whole)) }
            told[index].origin = origin
            told[index].seal = SealedItem.reasoning(reasoning).text
        }
    }
}
