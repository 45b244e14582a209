import Waybill

// What a client hands back for a model goes to its provider as it is, in the operator's name. So it must not be of a kind that only requests have: those
// can name what is stored in the operator's account, be it items by their ids, or files in messages and in what tools put out.
extension JSONValue {
    /// Whether it can be an item that a model made.
    var isMadeByModels: Bool {
        // Without a type the Responses API takes an item for a message, or for a reference to a stored one.
        guard let type = self["type"]?.stringValue else { return self["role"] == nil && self["id"] == nil }
        return type != "message" && type != "item_reference" && !type.hasSuffix("_output")
    }

    /// Whether it can be what a provider has for a thought: an item of the Responses API, or the pieces of `reasoning_details`.
    var isThought: Bool { isMadeByModels && self["type"].map { $0 == "reasoning" } ?? true }
}
