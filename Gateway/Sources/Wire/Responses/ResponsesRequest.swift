import Waybill

/// Reads requests of the Responses API: the body of `POST /v1/responses`.
///
/// Every member has its place. What all APIs can say becomes part of the common request. What only this API can say goes along as it came, for
/// candidates that speak it. What would be stored or kept running, what could be asked but whose answer could not be told, and what nobody knows within
/// a known member, is a problem that names it. Nothing is dropped but what would be so without it: `null`, and values that are the default.
public enum ResponsesRequest {
    /// Reads a body.
    ///
    /// - Throws: ``InboundProblem`` that names the member at fault.
    public static func read(_ body: [UInt8]) throws(InboundProblem) -> InboundRequest { try Body.request(body, read) }

    private static func read(_ body: JSONValue) throws(BodyFault) -> InboundRequest {
        var members = try BodyMembers(body)
        var request = ModelRequest(workload: try members.require("model", Body.word))
        try refuseWhatIsNotKept(&members)
        let input = try members.require("input", InputItems.init)
        request.instructions = try members.read("instructions", Body.text)
        request.conversation = input.conversation(movingInstructionsTo: &request.instructions)
        request.user = try Body.user(&members)
        request.metadata = try members.read("metadata", Body.texts) ?? [:]
        request.parameters = try parameters(&members)
        var extras = ResponsesExtras()
        if let text = members.take("text") { try readText(text, of: &request, or: &extras) }
        if let reasoning = members.take("reasoning") { try readReasoning(reasoning, of: &request, or: &extras) }
        try members.read("tools") { value throws(BodyFault) in try readTools(value, of: &request, or: &extras) }
        if let choice = members.take("tool_choice") { try readToolChoice(choice, of: &request, or: &extras) }
        let streams = try streaming(&members)
        try refuseWhatCannotBeTold(&members)
        try extras.take(&members)
        extras.add(to: &request)
        return InboundRequest(request: request, streams: streams, form: .responses(echo: ResponsesEcho.members(of: body)))
    }

    /// Whether to stream.
    ///
    /// Padding against eavesdroppers (`include_obfuscation`) is taken note of and never written: the server that is asked writes none either.
    private static func streaming(_ members: inout BodyMembers) throws(BodyFault) -> Bool {
        let streams = try members.read("stream", Body.flag) ?? false
        try members.read("stream_options") { value throws(BodyFault) in
            guard streams else { throw .invalid("is only allowed where 'stream' is true") }
            var options = try BodyMembers(value)
            _ = try options.read("include_obfuscation", Body.flag)
            try options.finish()
        }
        return streams
    }

    /// Refuses what rests on answers that are stored, or that go on without their client.
    private static func refuseWhatIsNotKept(_ members: inout BodyMembers) throws(BodyFault) {
        if try members.read("background", Body.flag) == true {
            throw BodyFault.unsupported("An answer is made while its client waits; ask for it as a stream.").within("background")
        }
        if try members.read("store", Body.flag) == true {
            throw BodyFault.unsupported("Nothing is stored here; keep the answer yourself.").within("store")
        }
        let nothingKept = "Nothing is stored here; send the whole conversation as 'input'."
        try members.refuse("previous_response_id", nothingKept)
        try members.refuse("conversation", nothingKept)
        try members.refuse("prompt", "A stored prompt belongs to an account at one provider; send it as 'instructions' and 'input'.")
    }

    /// Refuses what a server might do but whose outcome an answer could not tell.
    private static func refuseWhatCannotBeTold(_ members: inout BodyMembers) throws(BodyFault) {
        if let count = try members.read("top_logprobs", Body.whole), count != 0 {
            throw BodyFault.unsupported("What it adds to an answer cannot be told through this gateway.").within("top_logprobs")
        }
        try members.refuse("moderation", "What a moderation finds cannot be told.")
        _ = try members.readList("include") { value throws(BodyFault) in
            // It is always asked for, and told in a form of this gateway's own.
            guard try Body.text(value) == "reasoning.encrypted_content" else {
                throw .unsupported("Only 'reasoning.encrypted_content' can be told.")
            }
        }
    }
}
