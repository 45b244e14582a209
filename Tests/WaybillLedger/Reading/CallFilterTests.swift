import Testing
import WaybillInterchange

@testable import WaybillLedger

struct CallFilterTests {
    @Test func callsAreFoundByWhomTheyAskedThoughAnotherAnswered() async throws {
        let plain = RecordMaker.plain(1)
        var fallback = RecordMaker.plain(2)
        var first = fallback.report.attempts[0]
        (first.outcome, first.failure, first.model) = (.failed, .overloaded, ModelName(provider: "cloud", id: "x/large"))
        fallback.report.attempts[0].number = 2
        fallback.report.attempts.insert(first, at: 0)
        let reader = try await FilledBooks([plain, fallback]).reader
        func found(_ change: (inout CallFilter) -> Void) throws -> [CallRecord?] {
            var filter = CallFilter()
            change(&filter)
            return try reader.calls(matching: filter, limit: 10).map(\.record)
        }
        #expect(try found { $0.asked = first.model } == [fallback])
        #expect(try found { $0.asked = plain.report.attempts[0].model } == [fallback, plain])
        #expect(try found { $0.asked = ModelName(provider: "cloud", id: "x") } == [])
        #expect(try found { $0.askedProvider = "cloud" } == [fallback])
        #expect(try found { $0.askedProvider = "openai" } == [fallback, plain])
        #expect(try found { $0.askedProvider = "clou" } == [])
    }
}
