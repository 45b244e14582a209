import Waybill

// What a client hands back for a model goes to its provider as it is, in the operator's name. So it must be of a kind that models make:
// others can name what is stored in the operator's account, be it items by their ids, or files in messages and in what tools put out; or
// bring in tools that cost money.
extension JSONValue {
    /// Whether it can be an item that a model made, other than a message or a call of a function.
    var isMadeByModels: Bool {
        // Without a type the Responses API takes an item for a message, or for a reference to a stored one.
        guard let type = self["type"]?.stringValue else { return self["role"] == nil && self["id"] == nil }
        if type.hasSuffix("_call") { return type != "function_call" }
        return ["reasoning", "compaction", "mcp_list_tools", "mcp_approval_request", "program"].contains(type)
    }

    /// Whether it can be what a provider has for a thought: an item of the Responses API, or the pieces of `reasoning_details`.
    var isThought: Bool { isMadeByModels && self["type"].map { $0 == "reasoning" } ?? true }
}
