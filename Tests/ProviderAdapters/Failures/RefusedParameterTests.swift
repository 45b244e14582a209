import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// Which parameter an error is about, and whether its name or its value is refused.
struct RefusedParameterTests {
    private func failure(_ body: String) -> ModelFailure {
        FailureClassifier(model: ModelName(provider: "acme", id: "large")).failure(status: 400, headers: [], body: Array(body.utf8))
    }

    private func failure(message: String) -> ModelFailure {
        failure(JSONValue.object(["error": ["message": .string(message), "type": "invalid_request_error", "param": .null]]).text())
    }

    @Test(
        arguments: [
            ("Unsupported parameter: 'max_tokens' is not supported with this model.", "max_tokens", true),
            ("Unsupported value: 'temperature' does not support 0.3 with this model.", "temperature", false),
            ("Unknown parameter: 'reasoning.effort'.", "reasoning.effort", true),
            ("Unrecognized request argument supplied: seed", "seed", true),
            ("Model small does not support parameter stop.", "stop", true),
            ("Invalid JSON payload received. Unknown name \"parallel_tool_calls\": Cannot find field.", "parallel_tool_calls", true),
            ("property 'top_p' is unsupported", "top_p", true),
            ("top_k: Extra inputs are not permitted", "top_k", true),
            (
                "[{'type': 'extra_forbidden', 'loc': ('body', 'service_tier'), 'msg': 'Extra inputs are not permitted'}]", "service_tier",
                true
            ),
            ("`prompt_cache_key` is not supported here", "prompt_cache_key", false),
        ])
    func aMessageNamesTheParameter(message: String, parameter: String, isUnknown: Bool) {
        let failure = failure(message: message)
        #expect(failure.scope == .capability)
        #expect(failure.parameter == parameter)
        #expect(failure.isParameterUnknown == isUnknown)
    }

    @Test(
        arguments: [
            "Unsupported parameter: 'tools' is not supported with this model.", "Unknown parameter: 'PROMPT-MARK'.",
            "The image is not supported.", "Unsupported value: ", "temperature",
        ])
    func otherWordsOfAMessageAreNoParameter(message: String) {
        #expect(failure(message: message).parameter == nil)
    }

    @Test func theErrorsOwnMembersGoFirst() {
        let openAI = failure(
            #"{"error":{"message":"Unsupported value: 'temperature'.","param":"reasoning.effort","code":"unsupported_value"}}"#)
        #expect(openAI.parameter == "reasoning.effort")
        #expect(!openAI.isParameterUnknown)
        let fastAPI = failure(#"{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted"}]}"#)
        #expect(fastAPI.parameter == "seed")
        #expect(fastAPI.isParameterUnknown)
    }
}
