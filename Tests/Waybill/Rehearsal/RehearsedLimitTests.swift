import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// Output limits and usage of rehearsed answers.
struct RehearsedLimitTests {
    private let long = RehearsalScript.Answer(text: "one two three four five six seven eight nine ten")

    @Test func anAnswerBeyondTheLimitIsCutAndSaysSo() throws {
        let response = try JSONReader.read(Rehearsal(long).send(.responses(["max_output_tokens": 4])).body)
        #expect(response["status"] == "incomplete")
        #expect(response["incomplete_details"]?["reason"] == "max_output_tokens")
        #expect(response["output"]?[0]?["status"] == "incomplete")
        #expect(response["output"]?[0]?["content"]?[0]?["text"] == "one two three four")
        #expect(response["usage"]?["output_tokens"] == 4)
    }

    @Test(arguments: ["max_tokens", "max_completion_tokens"])
    func chatKnowsBothNamesOfTheLimit(member: String) throws {
        let answer = try JSONReader.read(Rehearsal(long).send(.chat([member: 2])).body)
        #expect(answer["choices"]?[0]?["finish_reason"] == "length")
        #expect(answer["choices"]?[0]?["message"]?["content"] == "one two")
    }

    @Test func anAnswerWithinTheLimitIsWhole() throws {
        let answer = try JSONReader.read(Rehearsal(long).send(.chat(["max_tokens": 10])).body)
        #expect(answer["choices"]?[0]?["finish_reason"] == "stop")
        #expect(answer["choices"]?[0]?["message"]?["content"] == .string(long.text))
    }

    @Test func reasoningCanUseUpTheLimit() throws {
        let answer = RehearsalScript.Answer.answer("Yes.") { $0.reasoning = "a b c d e f" }
        let response = try JSONReader.read(Rehearsal(answer).send(.responses(["max_output_tokens": 3])).body)
        #expect(response["status"] == "incomplete")
        #expect(response["output"]?.arrayValue?.compactMap { $0["type"]?.stringValue } == ["reasoning"])
        #expect(response["usage"]?["output_tokens_details"]?["reasoning_tokens"] == 3)
    }

    @Test func whatTheScriptSaysOfUsageOrEndIsKept() throws {
        for change: (inout RehearsalScript.Answer) -> Void in [{ $0.usage = TokenUsage(outputText: 900) }, { $0.finishReason = .stop }] {
            let answer = RehearsalScript.Answer.answer(long.text, change)
            let response = try JSONReader.read(Rehearsal(answer).send(.responses(["max_output_tokens": 4])).body)
            #expect(response["status"] == "completed")
            #expect(response["output"]?[0]?["content"]?[0]?["text"] == .string(long.text))
        }
    }

    @Test func bothAPIsCountTheSameTokens() throws {
        for (_, answer) in RehearsedWireTests.answers {
            let responses = try JSONReader.read(Rehearsal(answer).send(.responses()).body)["usage"]
            let chat = try JSONReader.read(Rehearsal(answer).send(.chat()).body)["usage"]
            #expect(responses?["output_tokens"] == chat?["completion_tokens"])
        }
    }
}
