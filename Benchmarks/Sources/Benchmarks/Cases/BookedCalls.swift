import Foundation
import Waybill
import WaybillLedger

/// What durable books cost a call, what they take on the disk, and how long a report over a million calls takes.
struct BookedCalls {
    /// The argument by which the program knows that it is asked for.
    static let argument = "books"

    private let count: Int

    init(_ arguments: some Collection<String>) throws {
        guard arguments.count <= 1, let count = Int(arguments.first ?? "1000000"), count > 0 else {
            throw BenchmarkError("books takes a number of calls")
        }
        self.count = count
    }

    // MARK: Contests

    /// Contests of calls with and without books, and of recording alone.
    static func contests(port: UInt16, _ options: Options) throws -> [Contest] {
        let exchange = Exchange.short[0]
        let table = try Exchange.table(port: port)
        return [
            try paired("A call without a network, and its books", exchange, calls: options.operations(40_000), tasks: 1) {
                RouterOptions(transport: InstantTransport(exchange), ledger: $0)
            },
            try paired(
                "\(exchange.name), 32 calls at a time, and their books", exchange, table, calls: options.operations(12_800), tasks: 32
            ) {
                RouterOptions(ledger: $0)
            },
            // So long that records become too old to wait for the calls to leave time: all of what books cost falls into the turn, but its last seconds.
            try paired(
                "\(exchange.name), 32 calls at a time, without end, and their books", exchange, table, calls: options.operations(400_000),
                tasks: 32, goal: nil, mostRounds: 3
            ) {
                RouterOptions(ledger: $0)
            },
            // Without a goal: as long as the processors have time to spare, no books could make these calls fewer.
            try paired(
                "Calls of a model that takes 20 ms, 64 at a time, and their books", exchange, calls: options.operations(6_400), tasks: 64,
                goal: nil
            ) {
                RouterOptions(transport: InstantTransport(exchange, delay: .milliseconds(20)), ledger: $0)
            },
            try recording(calls: options.operations(20_000)),
        ]
    }

    private static func paired(
        _ title: String, _ exchange: Exchange, _ table: RouteTable? = nil, calls: Int, tasks: Int,
        goal: Goal? = .throughputRatio(0.97), mostRounds: Int = .max, _ options: ((any CallLedger)?) -> RouterOptions
    ) throws -> Contest {
        let table = try table ?? Exchange.table(port: 1)
        let folder = ScratchFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        let request = Samples.question(exchange.tag)
        func contestant(_ name: String, _ ledger: SQLiteLedger?, _ goal: Goal?) -> Contest.Contestant {
            let router = ModelRouter(table: table, options: options(ledger))
            // What is brought to the database when the machine has time must not take it from the next, but is part of what books cost.
            let settle: () async throws -> Void = { await ledger?.flush() }
            return .init(name, goal: goal, settle: settle) { calls in
                try await withThrowingTaskGroup { group in
                    for _ in 0..<tasks {
                        group.addTask {
                            for _ in 0..<max(1, calls / tasks) { _ = try await router.respond(to: request) }
                        }
                    }
                    try await group.waitForAll()
                }
                withExtendedLifetime(folder) {}
            }
        }
        return Contest(
            title: title, operation: "call", operations: calls, mostRounds: mostRounds,
            contestants: [contestant("without books", nil, nil), contestant("with books", ledger, goal)])
    }

    private static func recording(calls: Int) throws -> Contest {
        let folder = ScratchFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        return Contest(
            title: "Recording a call", operation: "call", operations: calls, hasYardstick: false,
            contestants: [
                .init("record()", goal: .nanoseconds(4_000)) { calls in
                    let record = sample(UInt64.random(in: .min ... .max))
                    for _ in 0..<calls { ledger.record(record) }
                    withExtendedLifetime(folder) {}
                }
            ])
    }

    // MARK: A million calls

    /// Records the calls, and reports over them by workload, model and day.
    func run() async throws {
        let folder = ScratchFolder()
        let ledger = try SQLiteLedger(path: folder.books)
        let recorded = try await Cost.of(count) {
            for number in 0..<count {
                ledger.record(Self.sample(UInt64(number)))
                // Otherwise the journal would grow by all of them first.
                if number % 20_000 == 0 { await ledger.flush() }
            }
            await ledger.close()
        }
        print("\(count) calls recorded: \(microseconds(recorded.time)) a call, \(microseconds(recorded.processor)) of processor time")
        let size = try FileManager.default.attributesOfItem(atPath: folder.books)[.size] as? Int ?? 0
        print("\(decimal(Double(size) / Double(count), places: 0)) bytes a call in the database")
        let reader = try LedgerReader(path: folder.books)
        for _ in 0..<5 {
            var report: UsageReport?
            let reported = try await Cost.of(1) {
                let usage = try reader.usage(UsageQuery(by: [.workload, .model, .day])) { _ in Self.price }
                // As a report that is shown does: of every group too.
                for figures in usage.groups.map(\.figures) + [usage.total] {
                    for times in [figures.firstToken, figures.duration] { _ = (times.percentile(50), times.percentile(95)) }
                }
                report = usage
            }
            print(
                "\(report?.groups.count ?? 0) groups reported in \(seconds(reported.time)) s, \(seconds(reported.processor)) s of processor time"
            )
        }
        for _ in 0..<3 {
            var page = ""
            let written = try await Cost.of(1) { page = try reader.usagePage(UsageQuery()) { _ in Self.price }.html }
            print("a page of \(page.utf8.count) bytes in \(seconds(written.time)) s, \(seconds(written.processor)) s of processor time")
        }
        try await replayAll(reader)
    }

    /// Plans all calls again under routes that ask other models.
    private func replayAll(_ reader: LedgerReader) async throws {
        let router = ModelRouter(table: try Self.otherRoutes, options: RouterOptions(logger: nil))
        let replay = RouteReplay(under: router)
        for _ in 0..<3 {
            var report = ReplayReport()
            let replayed = try await Cost.of(1) { report = try await reader.replay(replay) }
            print(
                "\(report.calls) calls replayed in \(seconds(replayed.time)) s, \(seconds(replayed.processor)) s of processor time: "
                    + "\(report.movedCalls) moved")
        }
        await router.close()
    }

    /// Routes under which half of the workloads stay, and the others go to the cheapest of three.
    private static var otherRoutes: RouteTable {
        get throws {
            func model(_ id: String, _ rate: Int) -> Model {
                var model = Model(id: id)
                model.price = Price(input: rate, cachedInput: rate / 10, output: 6 * rate)
                model.contextWindow = 128_000
                model.tokenizer = "o200k_base"
                return model
            }
            var cloud = Provider(
                name: "openai", api: .openAIResponses, baseURL: "https://openai.invalid/v1",
                models: [model("gpt-5.4-mini", 750_000), model("gpt-5.4-nano", 200_000)])
            cloud.auth = .none
            var local = Provider(
                name: "local", api: .openAICompatible, baseURL: "http://127.0.0.1:9/v1", models: [model("llama-3.3-70b", 100_000)])
            local.auth = .none
            let names = ["openai/gpt-5.4-mini", "openai/gpt-5.4-nano", "local/llama-3.3-70b"].compactMap(ModelName.init)
            let routes = (0..<20)
                .map { number in
                    var route = Route(workload: Workload(rawValue: "workload-\(number)"), models: names)
                    route.choice = number % 2 == 0 ? .inOrder : .cheapest
                    return route
                }
            return try RouteTable(providers: [cloud, local], routes: routes)
        }
    }

    private func microseconds(_ nanoseconds: Double) -> String { "\(decimal(nanoseconds / 1e3, places: 1)) µs" }

    private func seconds(_ nanoseconds: Double) -> String { decimal(nanoseconds / 1e9, places: 3) }

    private static let price = Price(input: 1_000_000, cachedInput: 100_000, output: 6_000_000)

    /// A call such as most are, of one of 20 workloads, over 30 days.
    static func sample(_ number: UInt64) -> CallRecord {
        let began = Duration.seconds(1_790_000_000) + .milliseconds(Int64(number % 1_000_000) * 2_592)
        let milliseconds = UInt64(began / .milliseconds(1))
        let id = CallID(high: milliseconds << 16 | 0x1234, low: number &* 0x9E37_79B9_7F4A_7C15)
        let workload = Workload(rawValue: "workload-\(number % 20)")
        var heading = CallHeading(id: id, began: began, workload: workload, requestKey: id.low)
        heading.version = RoutesVersion(number: 1, fingerprint: "9f2c61d0a1b2")
        heading.features = [.tools]
        heading.parameters.maxOutputTokens = 1500
        let tokens = Int(number % 3_000) + 200
        heading.inputTokens = [TokenCount(tokens, .exact, tokenizer: "o200k_base")]
        heading.expectedCost = Money(picodollars: 1_000_000 * Int128(tokens))
        heading.prefix = 0xFEDC_BA98_7654_3210 &* (number % 50)
        var report = RouteReport(workload: workload, rule: SourceLocation(file: "routes.yaml", line: Int(number % 20) * 5 + 14, column: 3))
        report.id = id
        report.version = heading.version
        let model = ModelName(provider: "openai", id: number % 3 == 0 ? "gpt-5.4-nano" : "gpt-5.4-mini")
        let other = ModelName(provider: "local", id: "llama-3.3-70b")
        report.candidates = [
            CandidateReport(model: model, verdict: .chosen, adjustments: []),
            CandidateReport(model: other, verdict: .standingBy(1), adjustments: []),
        ]
        var attempt = AttemptReport(number: 1, model: model, credential: "default", started: .microseconds(120), bytesSent: 4 * tokens)
        attempt.outcome = .answered
        attempt.status = 200
        attempt.requestID = "req_\(String(id.low, radix: 16))"
        attempt.firstToken = .microseconds(300_000 + Int(number % 100_000))
        attempt.ended = .microseconds(1_000_000 + Int(number % 1_000_000))
        attempt.bytesReceived = 18_321
        let cached = number % 2 == 0 ? tokens / 128 * 128 : 0
        attempt.usage = TokenUsage(
            uncachedInput: tokens - cached, cachedInput: cached, outputText: 140,
            reported: [
                "input_tokens": .number(JSONNumber(tokens)), "input_tokens_details": ["cached_tokens": .number(JSONNumber(cached))],
                "output_tokens": 140, "output_tokens_details": ["reasoning_tokens": 0], "total_tokens": .number(JSONNumber(tokens + 140)),
            ])
        attempt.expectedCachedTokens = cached
        attempt.counted = CountedTokens(
            input: TokenCount(tokens, .exact, tokenizer: "o200k_base"), output: TokenCount(140, .exact, tokenizer: "o200k_base"))
        attempt.cost = attempt.usage.flatMap { price.cost(of: $0) }
        attempt.decision = "answered"
        report.attempts = [attempt]
        report.duration = .microseconds(1_000_100 + Int(number % 1_000_000))
        return CallRecord(heading: heading, report: report, failure: nil)
    }
}

/// A folder that is gone when this is.
final class ScratchFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "waybill-benchmarks-\(UUID().uuidString)").path

    init() {
        // Without it nothing can be opened in it, which is told.
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where books may lie.
    var books: String { "\(path)/ledger.sqlite" }
}
