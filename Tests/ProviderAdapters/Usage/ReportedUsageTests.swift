import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// What is made of reports that are missing something, or contradict themselves, in both APIs.
struct ReportedUsageTests {
    private static func tokens(_ report: JSONValue) -> [TokenUsage?] {
        var chat = ChatUsage()
        chat.take(report)
        return [chat.tokens, ResponsesUsage(["usage": report], items: []).tokens]
    }

    @Test(
        arguments: [
            (["total_tokens": 10], 10, 0, [.inputMissing, .outputMissing]),
            (["total_tokens": 10, "output_tokens": 4], 6, 4, [.inputMissing]),
            (["input_tokens": 3], 3, 0, [.outputMissing]),
            (["input_tokens": -3, "output_tokens": 2], 0, 2, [.impossibleCount, .inputMissing]),
            (["prompt_tokens": 3, "completion_tokens": 2], 3, 2, []),
            (["input_tokens": 3, "output_tokens": 2, "total_tokens": 4], 3, 2, [.totalDiffers]),
            (["input_tokens": 3, "output_tokens": 2, "total_tokens": 2.5], 3, 2, [.impossibleCount]),
        ] as [(JSONValue, Int, Int, [UsageFlag])])
    func whatIsMissingIsWorkedOutAndFlagged(_ report: JSONValue, _ input: Int, _ output: Int, _ flags: [UsageFlag]) {
        for usage in Self.tokens(report) {
            #expect(usage?.input == input)
            #expect(usage?.output == output)
            #expect(usage?.flags == flags)
            #expect(usage?.reported == report)
        }
    }

    @Test func aReportOfNothingButNonsenseIsFlagged() {
        for usage in Self.tokens(["input_tokens": "many", "output_tokens": -1]) {
            #expect(usage?.total == 0)
            #expect(usage?.flags == [.impossibleCount, .inputMissing, .outputMissing])
        }
    }

    @Test(arguments: [[:], ["cost": 1], ["input_tokens": .null]] as [JSONValue])
    func whatCountsNothingIsNoUsage(_ report: JSONValue) {
        #expect(Self.tokens(report) == [nil, nil])
    }

    @Test func whatIsNoReportIsNone() {
        #expect(ResponsesUsage(["usage": .null], items: []).tokens == nil)
        #expect(ResponsesUsage([:], items: []).tokens == nil)
        #expect(ChatUsage().tokens == nil)
    }
}
