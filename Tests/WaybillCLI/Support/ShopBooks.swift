import Foundation
import Waybill
import WaybillInterchange
import WaybillLedger
import WaybillRoutes

/// Books of a shop with two weeks of calls in them, the same every time.
struct ShopBooks {
    private let folder: TemporaryFolder

    /// Where they are.
    var path: String { folder.url.appending(path: "shop.sqlite").path }

    /// The books that all tests read.
    static let shared = Task { try await ShopBooks(ShopCalls(days: 14, perDay: 60).all) }

    init(_ calls: [CallRecord], unfinished: CallRecord? = ShopCalls.unfinished) async throws {
        folder = try TemporaryFolder()
        let ledger = try SQLiteLedger(path: folder.url.appending(path: "shop.sqlite").path)
        for call in calls { ledger.record(call) }
        if let unfinished {
            for attempt in unfinished.report.attempts { ledger.record(attempt, of: unfinished.heading) }
        }
        await ledger.close()
    }
}

/// Calls such as a shop makes, from a seed: several kinds of work, quiet nights and weekends, and a bad afternoon of one model.
struct ShopCalls {
    private var random = SeededGenerator(seed: 20_261_121)
    private(set) var all: [CallRecord] = []

    static let large = ModelName(provider: "cloud", id: "large")
    static let small = ModelName(provider: "cloud", id: "small")
    static let house = ModelName(provider: "local", id: "house")

    /// What the fixture's provider files say; the house's own model has no price.
    private static let prices = [
        large: Price(input: 750_000, cachedInput: 75_000, output: 4_500_000, asOf: "2026-11-20"),
        small: Price(input: 200_000, cachedInput: 20_000, output: 1_250_000, asOf: "2026-11-20"),
    ]

    /// The first moment after the last day, 2026-11-22 00:00 UTC.
    private static let end = 1_795_305_600

    init(days: Int, perDay: Int) {
        for day in 0..<days {
            let start = Self.end - (days - day) * 86_400
            // 1970-01-01 was a Thursday.
            let isWeekend = [2, 3].contains(start / 86_400 % 7)
            let count = (isWeekend ? perDay / 3 : perDay) + Int.random(in: 0...perDay / 6, using: &random)
            let times = (0..<count)
                .map { _ in start + (Int.random(in: 0..<57_600, using: &random) + Int.random(in: 0..<28_800, using: &random)) }
            for time in times.sorted() {
                // Four days before the end one model is short of room all afternoon.
                let isBad = day == days - 5 && time - start > 43_200 && time - start < 61_200
                all.append(call(at: time, troubles: isBad ? 0.5 : 0.02))
            }
        }
        for story in [Self.fallback, Self.lastResort] { all.append(story) }
    }

    private mutating func call(at time: Int, troubles: Double) -> CallRecord {
        let kind = Double.random(in: 0..<1, using: &random)
        let began = Duration.seconds(time) + .milliseconds(Int.random(in: 0..<1_000, using: &random))
        switch kind {
        case ..<0.5:
            return call("support-chat", began, [Self.large, Self.small], stable: 2_300, input: 80...900, output: 60...400, troubles)
        case ..<0.85:
            return call("classify-ticket", began, [Self.small, Self.large], stable: 0, input: 120...600, output: 2...8, troubles / 4)
        case ..<0.95:
            return call("draft", began, [Self.large], stable: 1_100, input: 400...9_000, output: 300...2_500, reasoning: 900, troubles)
        default: return call("medical-summary", began, [Self.house], stable: 0, input: 700...3_000, output: 150...500, troubles)
        }
    }

    private mutating func call(
        _ workload: Workload, _ began: Duration, _ models: [ModelName], stable: Int, input: ClosedRange<Int>, output: ClosedRange<Int>,
        reasoning: Int = 0, _ troubles: Double
    ) -> CallRecord {
        var maker = CallMaker(workload, began, models, number: random.next())
        for model in models {
            if Double.random(in: 0..<1, using: &random) < troubles {
                maker.fail(
                    model, model == Self.small ? .rateLimited : .overloaded, after: .milliseconds(Int.random(in: 40...400, using: &random)))
                continue
            }
            let isWarm = stable > 0 && Double.random(in: 0..<1, using: &random) < 0.8
            let written = Int.random(in: output, using: &random)
            let thought = reasoning > 0 ? Int.random(in: 0...reasoning, using: &random) : 0
            var usage = TokenUsage(
                uncachedInput: Int.random(in: input, using: &random) + (isWarm ? stable % 128 : stable),
                cachedInput: isWarm ? stable / 128 * 128 : 0, outputText: written, reasoning: thought)
            if model == Self.house { usage.certainty = .estimated }
            let first = Duration.milliseconds(Int.random(in: 180...700, using: &random) + thought * 8)
            // Now and then a cache is expected to be warm and is not.
            let expected = stable > 0 ? (isWarm || began.components.seconds % 1_000 < 200 ? stable / 128 * 128 : 0) : nil
            maker.answer(
                model, usage, price: Self.prices[model], firstToken: first, whole: first + .milliseconds(written * 9), expected: expected)
            return maker.record(failure: nil)
        }
        maker.report.degraded = workload == "support-chat"
        return maker.record(failure: maker.report.attempts.last?.failure)
    }

    // MARK: Calls with a story

    /// Times like these were the latest.
    private static func story(_ workload: Workload, minute: Int, number: UInt64) -> CallMaker {
        var maker = CallMaker(workload, .seconds(end - 7_200 + minute * 60), [large, small], number: number)
        maker.report.rule = SourceLocation(file: "routes.yaml", line: 4, column: 3)
        return maker
    }

    private static var fallback: CallRecord {
        var maker = story("support-chat", minute: 3, number: 0x00C0_FFEE)
        maker.report.candidates.append(
            CandidateReport(model: house, verdict: .setAside(.contextTooSmall(missing: 512, window: 8_192)), adjustments: []))
        maker.heading.promptVersion = "support-7"
        maker.heading.tags = [CallHeading.Tag("team", "returns")]
        maker.fail(large, .rateLimited, after: .milliseconds(182), retryAfter: .milliseconds(500), decision: "once more after 500ms")
        maker.fail(large, .overloaded, after: .milliseconds(95), waited: .milliseconds(500), decision: "on to cloud/small")
        maker.answer(
            small, TokenUsage(uncachedInput: 210, cachedInput: 2_048, outputText: 143), price: prices[small],
            firstToken: .milliseconds(312),
            whole: .milliseconds(1_604), expected: 2_048)
        maker.report.adjustments = [Adjustment("normalized", "reasoning_effort", "the model does not reason")]
        return maker.record(failure: nil)
    }

    private static var lastResort: CallRecord {
        var maker = story("support-chat", minute: 9, number: 0xBAD)
        maker.fail(large, .overloaded, after: .milliseconds(90), decision: "on to cloud/small")
        maker.fail(small, .silence, after: .seconds(3), decision: "nobody is left to ask")
        maker.report.degraded = true
        return maker.record(failure: .silence)
    }

    /// A call whose process was killed after its first attempt.
    static var unfinished: CallRecord {
        var maker = story("support-chat", minute: 14, number: 0xDEAD)
        maker.fail(large, .overloaded, after: .milliseconds(77), decision: "on to cloud/small")
        return maker.record(failure: nil)
    }
}
