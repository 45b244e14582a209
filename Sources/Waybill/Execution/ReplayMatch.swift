import WaybillInterchange

/// Compares a new answer, as it streams in, with what was delivered of an earlier one.
///
/// What repeats is swallowed; what goes beyond is passed on, but only once everything delivered was repeated. Tool calls that were delivered
/// keep the ids that the caller knows.
struct ReplayMatch: Sendable {
    /// What to do with an event of the new answer.
    struct Outcome {
        /// Whether the answers agree so far.
        var agrees: Bool
        /// What is new in the event.
        var rest: AnswerEvent?

        fileprivate static let differs = Outcome(agrees: false)
    }

    /// A run of delivered text and how much of it the new answer has repeated.
    private struct Track: Sendable {
        var bytes: [UInt8] = []
        var seen = 0

        var isComplete: Bool { seen == bytes.count }

        /// Takes more of the new answer; the bytes that go beyond what was delivered, or `nil` where it differs.
        mutating func take(_ more: String) -> String? {
            let new = Array(more.utf8)
            let common = min(new.count, bytes.count - seen)
            guard new[..<common].elementsEqual(bytes[seen..<seen + common]) else { return nil }
            seen += common
            return String(decoding: new[common...], as: UTF8.self)
        }
    }

    private struct Call: Sendable {
        let id: String
        let name: String
        var arguments: Track
    }

    private var text = Track()
    private var refusal = Track()
    private var calls: [Call] = []
    /// The place among `calls`, by the index that the new answer gives a call.
    private var places: [Int: Int] = [:]
    /// The id that the caller knows, by the id in the new answer.
    private var knownIDs: [String: String] = [:]

    init(_ delivered: DeliveredContent) {
        for block in delivered.blocks {
            switch block {
            case .text(let more): text.bytes += Array(more.utf8)
            case .refusal(let more): refusal.bytes += Array(more.utf8)
            case .toolCall(_, let id, let name, let arguments):
                calls.append(Call(id: id, name: name, arguments: Track(bytes: Array(arguments.utf8))))
            }
        }
    }

    /// Whether everything delivered was repeated.
    var isComplete: Bool {
        text.isComplete && refusal.isComplete && places.count >= calls.count && calls.allSatisfy(\.arguments.isComplete)
    }

    /// Takes an event of the new answer.
    mutating func take(_ event: AnswerEvent) -> Outcome {
        switch event {
        case .textDelta(let more):
            guard let rest = text.take(more) else { return .differs }
            return passing(rest, as: AnswerEvent.textDelta)
        case .refusalDelta(let more):
            guard let rest = refusal.take(more) else { return .differs }
            return passing(rest, as: AnswerEvent.refusalDelta)
        case .toolCallDelta(let delta): return take(delta)
        case .reasoningDelta, .activity: return Outcome(agrees: true, rest: event)
        }
    }

    private func passing(_ rest: String, as event: (String) -> AnswerEvent) -> Outcome {
        guard !rest.isEmpty else { return Outcome(agrees: true) }
        return isComplete ? Outcome(agrees: true, rest: event(rest)) : .differs
    }

    private mutating func take(_ delta: ToolCallDelta) -> Outcome {
        guard let place = places[delta.index] else { return begin(delta) }
        guard place < calls.count else { return Outcome(agrees: true, rest: .toolCallDelta(delta)) }
        guard let rest = calls[place].arguments.take(delta.arguments) else { return .differs }
        guard !rest.isEmpty else { return Outcome(agrees: true) }
        guard isComplete else { return .differs }
        let known = ToolCallDelta(index: delta.index, id: calls[place].id, name: calls[place].name, arguments: rest)
        return Outcome(agrees: true, rest: .toolCallDelta(known))
    }

    /// The first piece of a call of the new answer.
    private mutating func begin(_ delta: ToolCallDelta) -> Outcome {
        let place = places.count
        guard place < calls.count else {
            guard isComplete else { return .differs }
            places[delta.index] = place
            return Outcome(agrees: true, rest: .toolCallDelta(delta))
        }
        guard calls[place].name == delta.name else { return .differs }
        places[delta.index] = place
        knownIDs[delta.id] = calls[place].id
        return take(delta)
    }

    /// The items of the new answer with the ids that the caller knows.
    func withDeliveredIDs(_ items: [ConversationItem]) -> [ConversationItem] {
        items.map { item in
            guard case .toolCall(var call) = item, let known = knownIDs[call.id] else { return item }
            call.id = known
            return .toolCall(call)
        }
    }
}
