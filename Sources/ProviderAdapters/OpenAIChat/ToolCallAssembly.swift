import WaybillInterchange

/// Puts the tool calls of one answer together from their fragments.
///
/// Servers differ in how they say which call a fragment belongs to: by `index`; by `id` alone; not at all, where a call comes in one piece;
/// with the same index for calls that differ in their id; with id and name in every fragment.
struct ToolCallAssembly: Sendable {
    /// A call so far.
    private struct Entry: Sendable {
        var index: Int?
        /// The id that the server gave, if it did.
        var givenID: String?
        /// The id that the caller is given: fixed once the first delta is out.
        var id = ""
        var name = ""
        var arguments = ""
        /// Whether the caller knows of it; what came before the name is held back.
        var isAnnounced: Bool { !id.isEmpty }
    }

    private var entries: [Entry] = []

    /// The calls so far; one whose name never came is none.
    var calls: [ToolCall] {
        entries.lazy.filter(\.isAnnounced).map { ToolCall(id: $0.id, name: $0.name, arguments: $0.arguments) }
    }

    /// Whether there is any call.
    var isEmpty: Bool { !entries.contains(where: \.isAnnounced) }

    /// Takes a fragment; appends what the caller learns by it to `output`.
    ///
    /// - Parameter answer: Something that tells this answer from others, of which ids are made for servers that give none.
    mutating func take(_ fragment: ToolCallFragment, of answer: String, into output: inout [AnswerEvent]) {
        let place = place(of: fragment)
        if entries[place].givenID == nil { entries[place].givenID = fragment.id }
        if entries[place].name.isEmpty, let name = fragment.name { entries[place].name = name }
        entries[place].arguments += fragment.arguments
        if entries[place].isAnnounced {
            guard !fragment.arguments.isEmpty else { return }
            announce(place, arguments: fragment.arguments, into: &output)
        } else if !entries[place].name.isEmpty {
            entries[place].id = uniqueID(place, of: answer)
            announce(place, arguments: entries[place].arguments, into: &output)
        }
    }

    /// Ends the calls: arguments that never came mean that there are none.
    mutating func finish(into output: inout [AnswerEvent]) {
        for place in entries.indices where entries[place].isAnnounced && entries[place].arguments.isEmpty {
            entries[place].arguments = "{}"
            announce(place, arguments: "{}", into: &output)
        }
    }

    private func announce(_ place: Int, arguments: String, into output: inout [AnswerEvent]) {
        let entry = entries[place]
        let number = entries[..<place].count(where: \.isAnnounced)
        output.append(.toolCallDelta(ToolCallDelta(index: number, id: entry.id, name: entry.name, arguments: arguments)))
    }

    /// The place of the call that a fragment belongs to; a new call where it belongs to none.
    private mutating func place(of fragment: ToolCallFragment) -> Int {
        let known = fragment.index == nil ? placeWithoutIndex(of: fragment) : placeByIndex(of: fragment)
        if let known { return known }
        entries.append(Entry(index: fragment.index))
        return entries.count - 1
    }

    private func placeByIndex(of fragment: ToolCallFragment) -> Int? {
        guard let place = entries.lastIndex(where: { $0.index == fragment.index }) else { return nil }
        if let id = fragment.id, let given = entries[place].givenID, id != given, fragment.name != nil { return nil }
        return place
    }

    private func placeWithoutIndex(of fragment: ToolCallFragment) -> Int? {
        if let id = fragment.id, let place = entries.lastIndex(where: { $0.givenID == id }) { return place }
        guard let last = entries.last else { return nil }
        if fragment.id != nil, last.givenID != nil { return nil }
        guard let name = fragment.name, !last.name.isEmpty else { return entries.count - 1 }
        // The name again: a further fragment where the arguments are not whole yet, else another call of the same function.
        return name == last.name && !last.arguments.isJSON ? entries.count - 1 : nil
    }

    /// The id that the server gave, or one made up where it gave none or gave it to another call already.
    private func uniqueID(_ place: Int, of answer: String) -> String {
        if let given = entries[place].givenID, !entries.contains(where: { $0.id == given }) { return given }
        return "call_\(answer)_\(place)"
    }
}
