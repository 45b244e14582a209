import WaybillInterchange

/// Puts the output items of an answer together, from pieces, from whole items, or from both.
///
/// What was handed over as a piece is never taken back: where a whole item says more than its pieces, the rest follows as one more piece;
/// where it says something else, the pieces hold. Items are told apart by their index; where a server gives none, by their id, else by kind.
struct ResponsesOutput: Sendable {
    /// What stands between two stretches of reasoning.
    static let reasoningSeparator = "\n\n"

    /// The items so far, in the order of their places.
    private(set) var slots: [ResponsesSlot] = []
    private var callCount = 0

    /// The items in the common protocol.
    func items(issuer: ModelName) -> [ConversationItem] { slots.compactMap { $0.item(issuer: issuer) } }

    // MARK: Pieces

    /// Takes a piece of text; tells of it.
    mutating func append(
        _ delta: String, _ kind: ResponsesSlot.Part.Kind, to address: Address, into events: inout [AnswerEvent]
    ) {
        guard !delta.isEmpty else { return }
        let slot = place(of: kind.slotKind, address)
        append(delta, toPart: slots[slot].place(of: kind, index: address.part), of: slot, into: &events)
    }

    /// Takes the whole of a text whose pieces may have come; tells of what was missing.
    mutating func complete(
        _ whole: String, _ kind: ResponsesSlot.Part.Kind, at address: Address, into events: inout [AnswerEvent]
    ) {
        guard !whole.isEmpty else { return }
        complete(whole, kind, index: address.part, of: place(of: kind.slotKind, address), into: &events)
    }

    /// Takes the whole of a text of this slot.
    mutating func complete(
        _ whole: String, _ kind: ResponsesSlot.Part.Kind, index: Int?, of slot: Int, into events: inout [AnswerEvent]
    ) {
        let part = slots[slot].place(of: kind, index: index)
        if let rest = whole.remainder(after: slots[slot].parts[part].text) { append(rest, toPart: part, of: slot, into: &events) }
    }

    private mutating func append(_ text: String, toPart part: Int, of slot: Int, into events: inout [AnswerEvent]) {
        guard !text.isEmpty else { return }
        let kind = slots[slot].parts[part].kind
        switch kind {
        case .text: events.append(.textDelta(text))
        case .refusal: events.append(.refusalDelta(text))
        case .summary, .thought:
            let isNewStretch = slots[slot].parts[part].text.isEmpty && slots[slot].hasContent
            events.append(.reasoningDelta(isNewStretch ? Self.reasoningSeparator + text : text))
        }
        slots[slot].parts[part].text += text
    }

    // MARK: Calls

    /// Takes a piece of a call's arguments; tells of it once the function's name is known.
    mutating func appendArguments(_ delta: String, to address: Address, into events: inout [AnswerEvent]) {
        let slot = place(of: .call, address)
        slots[slot].arguments += delta
        if slots[slot].isAnnounced, !delta.isEmpty { tell(delta, of: slot, into: &events) }
    }

    /// Takes the whole of a call's arguments; tells of what was missing.
    mutating func completeArguments(_ whole: String, at address: Address, into events: inout [AnswerEvent]) {
        completeArguments(whole, of: place(of: .call, address), into: &events)
    }

    /// Takes the whole of the arguments of the call in this slot.
    mutating func completeArguments(_ whole: String, of slot: Int, into events: inout [AnswerEvent]) {
        if let rest = whole.remainder(after: slots[slot].arguments) {
            slots[slot].arguments = whole
            if slots[slot].isAnnounced, !rest.isEmpty { tell(rest, of: slot, into: &events) }
        } else if !slots[slot].arguments.isJSON, whole.isJSON {
            // A piece was lost on the way. Whoever runs the function needs what the model wrote.
            slots[slot].arguments = whole
        }
    }

    /// Tells of a call, once, as soon as its name is known.
    mutating func announce(_ slot: Int, into events: inout [AnswerEvent]) {
        guard !slots[slot].isAnnounced, !slots[slot].name.isEmpty else { return }
        if slots[slot].callID.isEmpty { slots[slot].callID = slots[slot].id ?? "call_\(slots[slot].callIndex)" }
        slots[slot].isAnnounced = true
        tell(slots[slot].arguments, of: slot, into: &events)
    }

    private func tell(_ arguments: String, of slot: Int, into events: inout [AnswerEvent]) {
        let call = slots[slot]
        events.append(.toolCallDelta(ToolCallDelta(index: call.callIndex, id: call.callID, name: call.name, arguments: arguments)))
    }

    // MARK: Places

    /// Where in an answer something belongs, as far as an event says it.
    struct Address {
        /// The index of the item.
        var item: Int?
        /// The id of the item.
        var id: String?
        /// The index of the part.
        var part: Int?
    }

    /// The slot that an address means, which is made where there is none.
    mutating func place(of kind: ResponsesSlot.Kind, _ address: Address) -> Int {
        find(kind, address) ?? add(kind, at: address.item, id: address.id)
    }

    private func find(_ kind: ResponsesSlot.Kind, _ address: Address) -> Int? {
        if let item = address.item {
            // Nearly always the last.
            if let last = slots.last, last.position == item, last.kind == kind { return slots.count - 1 }
            return slots.lastIndex { $0.position == item && $0.kind == kind }
        }
        if let id = address.id, let slot = slots.lastIndex(where: { $0.id == id && $0.kind == kind }) { return slot }
        guard let last = slots.last, last.kind == kind, last.id == nil || address.id == nil else { return nil }
        return slots.count - 1
    }

    /// Makes a slot, at its place or at the end.
    mutating func add(_ kind: ResponsesSlot.Kind, at position: Int?, id: String?) -> Int {
        var slot = ResponsesSlot(kind, at: position ?? (slots.last?.position ?? -1) + 1)
        slot.id = id
        if kind == .call {
            slot.callIndex = callCount
            callCount += 1
        }
        let place = slots.lastIndex { $0.position <= slot.position }.map { $0 + 1 } ?? 0
        slots.insert(slot, at: place)
        return place
    }

    /// Changes a slot.
    mutating func update(_ slot: Int, _ change: (inout ResponsesSlot) -> Void) { change(&slots[slot]) }

    /// Puts the slots in another order, given by their places.
    mutating func reorder(_ order: [Int]) { slots = order.map { slots[$0] } }
}

extension String {
    /// What follows `beginning`, compared by bytes since pieces may part a character.
    ///
    /// - Returns: `nil` where the text begins otherwise.
    fileprivate func remainder(after beginning: String) -> String? {
        guard utf8.starts(with: beginning.utf8) else { return nil }
        return String(decoding: utf8.dropFirst(beginning.utf8.count), as: UTF8.self)
    }

    /// Whether the text is a JSON document.
    var isJSON: Bool {
        do throws(JSONError) {
            _ = try JSONReader.read(self)
            return true
        } catch {
            return false
        }
    }
}
