import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

/// Over random reports: the classes sum to the provider's total, or the usage is flagged.
struct UsagePropertyTests {
    /// Reads a report by the names of one API.
    private enum API: CaseIterable {
        case chat
        case responses

        var names: (input: String, output: String) {
            self == .chat ? ("prompt_tokens", "completion_tokens") : ("input_tokens", "output_tokens")
        }

        func tokens(_ report: JSONValue) -> TokenUsage? {
            guard self == .chat else { return ResponsesUsage(["usage": report], items: []).tokens }
            var usage = ChatUsage()
            usage.take(report)
            return usage.tokens
        }
    }

    /// What was really used.
    private struct Truth {
        var uncached, cached, written, text, reasoning: Int

        init(using random: inout SeededGenerator) {
            func tokens(_ most: Int) -> Int { Bool.random(using: &random) ? Int.random(in: 0...most, using: &random) : 0 }
            uncached = Int.random(in: 1...300_000, using: &random)
            cached = tokens(300_000)
            written = tokens(50_000)
            text = Int.random(in: 0...20_000, using: &random)
            reasoning = tokens(50_000)
        }

        var total: Int { uncached + cached + written + text + reasoning }

        /// As a server reports it that counts the cache and the reasoning within their wholes, or beside them.
        func report(_ api: API, cacheBeside: Bool, reasoningBeside: Bool, hasTotal: Bool) -> JSONValue {
            var report: JSONObject = [:]
            report.set(api.names.input, uncached + (cacheBeside ? 0 : cached + written))
            report.set(api.names.output, text + (reasoningBeside ? 0 : reasoning))
            if hasTotal { report.set("total_tokens", total) }
            report["\(api.names.input)_details"] = [
                "cached_tokens": .number(JSONNumber(cached)), "cache_write_tokens": .number(JSONNumber(written)),
            ]
            report["\(api.names.output)_details"] = ["reasoning_tokens": .number(JSONNumber(reasoning))]
            return .object(report)
        }

        func isMet(by usage: TokenUsage) -> Bool {
            [usage.uncachedInput, usage.cachedInput, usage.cacheWrite, usage.outputText, usage.reasoning]
                == [uncached, cached, written, text, reasoning]
        }
    }

    @Test func everyHabitIsUnderstoodByTheTotal() throws {
        var random = SeededGenerator(seed: 2_611)
        for number in 0..<2_000 {
            let truth = Truth(using: &random)
            let (cacheBeside, reasoningBeside) = (Bool.random(using: &random), Bool.random(using: &random))
            // Where as much was cached as was thought, nobody can tell which of them lies beside.
            if truth.cached + truth.written == truth.reasoning, truth.reasoning > 0 { continue }
            for api in API.allCases {
                let report = truth.report(api, cacheBeside: cacheBeside, reasoningBeside: reasoningBeside, hasTotal: true)
                let usage = try #require(api.tokens(report))
                #expect(truth.isMet(by: usage) && usage.flags.isEmpty, "number \(number), \(api): \(report.text())")
            }
        }
    }

    @Test func whatLiesWithinNeedsNoTotal() throws {
        var random = SeededGenerator(seed: 2_612)
        for number in 0..<1_000 {
            let truth = Truth(using: &random)
            for api in API.allCases {
                let report = truth.report(api, cacheBeside: false, reasoningBeside: false, hasTotal: false)
                let usage = try #require(api.tokens(report))
                #expect(truth.isMet(by: usage) && usage.flags.isEmpty, "number \(number), \(api): \(report.text())")
            }
        }
    }

    @Test func nonsenseIsFlaggedAndNeverNegative() {
        var random = SeededGenerator(seed: 2_613)
        for number in 0..<4_000 {
            for api in API.allCases {
                let report = Self.nonsense(api, using: &random)
                guard let usage = api.tokens(report) else { continue }
                let classes = [
                    usage.uncachedInput, usage.audioInput, usage.imageInput, usage.cachedInput, usage.outputText, usage.audioOutput,
                    usage.imageOutput, usage.reasoning,
                ]
                #expect((classes + usage.cacheWrites.map(\.tokens)).allSatisfy { $0 >= 0 }, "number \(number), \(api): \(report.text())")
                let said = report["total_tokens"]?.intValue
                #expect(said == usage.total || said == nil || !usage.flags.isEmpty, "number \(number), \(api): \(report.text())")
                #expect(usage.reported == report)
            }
        }
    }

    /// A report of which each member is missing, null, a count, or nothing that could be one.
    private static func nonsense(_ api: API, using random: inout SeededGenerator) -> JSONValue {
        func value() -> JSONValue? {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: nil
            case 1: .null
            case 2: .number(JSONNumber(-Int.random(in: 1...1_000, using: &random)))
            case 3:
                [.number(9_223_372_036_854_775_807), .number(JSONNumber(1 << 41)), "12", true, [], 1.5][
                    Int.random(in: 0..<6, using: &random)]
            default: .number(JSONNumber(Int.random(in: 0...5_000, using: &random)))
            }
        }
        func object(_ keys: [String]) -> JSONObject {
            var object: JSONObject = [:]
            for key in keys { object[key] = value() }
            return object
        }
        var report = object([
            api.names.input, api.names.output, "total_tokens", "reasoning_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens",
        ])
        report["\(api.names.input)_details"] = .object(
            object(["cached_tokens", "cache_write_tokens", "created_cache_tokens", "audio_tokens", "image_tokens"]))
        report["\(api.names.output)_details"] = .object(object(["reasoning_tokens", "audio_tokens", "image_tokens"]))
        return .object(report)
    }
}
