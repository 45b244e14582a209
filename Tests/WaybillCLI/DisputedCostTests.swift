import Foundation
import Testing
import WaybillInterchange
import WaybillRoutes

/// Where a provider says that an attempt cost something else than its price makes, or the price is not known.
struct DisputedCostTests {
    /// A call that cost half a dollar by its price, or nobody knows what.
    private static func books(price: Price?, reported: String) async throws -> ShopBooks {
        var maker = CallMaker("draft", .seconds(1_795_262_400), [ShopCalls.large], number: 7)
        maker.answer(
            ShopCalls.large, TokenUsage(uncachedInput: 500_000, outputText: 10), price: price, firstToken: .milliseconds(300),
            whole: .seconds(2))
        maker.report.attempts[0].reportedCost = Money(reported)
        return try await ShopBooks([maker.record(failure: nil)], unfinished: nil)
    }

    private static func waybill(_ command: String, _ books: ShopBooks) async throws -> CommandRun {
        try await CommandRun("waybill \(command) --ledger '\(books.path)'")
    }

    @Test func bothCostsAreShownAndTheAttemptIsCounted() async throws {
        let books = try await Self.books(price: Price(input: 1_000_000, output: 0), reported: "$0.75")
        let story = try await Self.waybill("calls 01a1", books)
        #expect(story.exitCode == 0, "\(story.errors)")
        #expect(story.output.contains("             $0.50\n             the provider says it cost $0.75\n"), "\(story.output)")
        #expect(try await Self.waybill("calls 01a1 --json", books).output.contains(#""reported_cost":"$0.75","cost_differs":true"#))
        #expect(try await Self.waybill("usage", books).output.contains("the provider says otherwise of 1 attempt"))
        #expect(try await Self.waybill("usage --json", books).output.contains(#""disputed_attempts":1"#))
    }

    @Test func ofAnUnknownPriceTheProvidersWordIsAllThereIs() async throws {
        let books = try await Self.books(price: nil, reported: "$0.75")
        let story = try await Self.waybill("calls 01a1", books)
        #expect(story.output.contains("cost not known (the provider file has no 'price')\n             the provider says it cost $0.75\n"))
        #expect(try await Self.waybill("usage --json", books).output.contains(#""unpriced_attempts":1,"disputed_attempts":0"#))
    }
}
