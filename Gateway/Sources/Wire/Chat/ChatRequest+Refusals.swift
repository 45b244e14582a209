import Waybill

extension ChatRequest {
    /// Refuses what a server might do but whose outcome an answer could not tell, and what rests on an account at one provider.
    static func refuseWhatCannotBeTold(_ members: inout BodyMembers) throws(BodyFault) {
        if let count = try members.read("n", Body.whole), count != 1 {
            throw BodyFault.unsupported("Only one answer can be asked for; send the request several times.").within("n")
        }
        if try members.read("logprobs", Body.flag) == true { throw unknownToAnswers("logprobs") }
        if let count = try members.read("top_logprobs", Body.whole), count != 0 { throw unknownToAnswers("top_logprobs") }
        if try members.read("store", Body.flag) == true {
            throw BodyFault.unsupported("Nothing is stored here; keep the answer yourself.").within("store")
        }
        if let modalities = try members.readList("modalities", Body.text), modalities.contains(where: { $0 != "text" }) {
            throw BodyFault.unsupported("Only text can be answered.").within("modalities")
        }
        try members.refuse("audio", "Only text can be answered.")
        try members.refuse("web_search_options", "The sources that a search finds cannot be told.")
        try members.refuse("moderation", "What a moderation finds cannot be told.")
        for key in ["functions", "function_call"] {
            try members.refuse(key, "Say it as 'tools' and 'tool_choice'.", unless: Body.isNothing)
        }
        for key in membersOfAnswersOfTheirOwn { try members.refuse(key, cannotBeTold, unless: Body.isNothing) }
    }

    private static func unknownToAnswers(_ key: String) -> BodyFault { BodyFault.unsupported(cannotBeTold).within(key) }

    private static let cannotBeTold = "What it adds to an answer cannot be told through this gateway."

    /// What compatible servers can be asked for that comes in members of their own, by the names that vLLM, SGLang and llama.cpp have for
    /// it.
    private static let membersOfAnswersOfTheirOwn = [
        "prompt_logprobs", "return_token_ids", "return_meta_info", "return_cached_tokens_details", "return_progress", "timings_per_token",
        "post_sampling_probs",
    ]
}
