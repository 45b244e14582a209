import Waybill

/// Reads requests of Chat Completions: the body of `POST /v1/chat/completions`.
///
/// Every member has its place. What all APIs can say becomes part of the common request. What only this API can say goes along as it came,
/// for candidates that speak it. What could be asked but whose answer could not be told, and what nobody knows within a known member, is a
/// problem that names it. Nothing is dropped but what would be so without it: `null`, and values that are the default.
public enum ChatRequest {
    /// Reads a body.
    ///
    /// - Throws: ``InboundProblem`` that names the member at fault.
    public static func read(_ body: [UInt8]) throws(InboundProblem) -> InboundRequest { try Body.request(body, read) }

    private static func read(_ body: JSONValue) throws(BodyFault) -> InboundRequest {
        var members = try BodyMembers(body)
        var request = ModelRequest(workload: try members.require("model", Body.word))
        let messages = try members.require("messages", ChatMessages.init)
        request.instructions = messages.instructions
        request.conversation = messages.items
        request.parameters = try parameters(&members)
        request.tools = try members.readList("tools", tool) ?? []
        request.user = try Body.user(&members)
        request.metadata = try members.read("metadata", Body.texts) ?? [:]
        let (streams, includesUsage) = try streaming(&members)
        var extras = ChatExtras()
        if let choice = members.take("tool_choice") { try readToolChoice(choice, of: &request, or: &extras) }
        if let format = members.take("response_format") { try readResponseFormat(format, of: &request, or: &extras) }
        try refuseWhatCannotBeTold(&members)
        try extras.take(&members)
        extras.add(to: &request)
        return InboundRequest(request: request, streams: streams, form: .chat(includesUsage: includesUsage))
    }

    /// Whether to stream, and whether the stream tells the tokens.
    ///
    /// Padding against eavesdroppers (`include_obfuscation`) is taken note of and never written: the server that is asked writes none
    /// either.
    private static func streaming(_ members: inout BodyMembers) throws(BodyFault) -> (streams: Bool, includesUsage: Bool) {
        let streams = try members.read("stream", Body.flag) ?? false
        let includesUsage = try members.read("stream_options") { value throws(BodyFault) in
            guard streams else { throw .invalid("is only allowed where 'stream' is true") }
            var options = try BodyMembers(value)
            let includesUsage = try options.read("include_usage", Body.flag)
            _ = try options.read("include_obfuscation", Body.flag)
            try options.finish()
            return includesUsage ?? false
        }
        return (streams, includesUsage ?? false)
    }
}
