import Synchronization
import Waybill

/// Very many calls to servers that fail one in twenty: nothing may grow, nothing may get lost.
struct Soak {
    /// The argument by which the program knows that it is asked for.
    static let argument = "soak"

    private static let concurrency = 64
    private let calls: Int

    init(_ arguments: some Collection<String>) throws {
        guard arguments.count <= 1, let calls = Int(arguments.first ?? "100000"), calls >= Self.concurrency else {
            throw BenchmarkError("soak takes a number of calls, \(Self.concurrency) at the least")
        }
        self.calls = calls
    }

    /// Makes the calls and prints what came of them.
    ///
    /// - Throws: Where an answer was wrong, a call left no report, or descriptors stayed open.
    func run() async throws {
        let server = try ServerProcess()
        let before = try ProcessState.now()
        print("before: \(before)")
        let books = OutcomeBooks()
        let router = ModelRouter(table: try Exchange.table(port: server.port), options: RouterOptions(ledger: books, logger: nil))
        let progress = SoakProgress(calls: calls)
        let clock = ContinuousClock()
        let began = clock.now
        try await withThrowingTaskGroup { group in
            for _ in 0..<Self.concurrency {
                group.addTask {
                    while let number = progress.next() {
                        try await call(number, router)
                        if let share = progress.finished() { print("\(share) %: \(try ProcessState.now())") }
                    }
                }
            }
            try await group.waitForAll()
        }
        let seconds = (clock.now - began) / .seconds(1)
        await router.close()
        // The cooperative pool's threads stay; the router's own have a moment to end.
        try await Task.sleep(for: .milliseconds(200))
        let after = try ProcessState.now()
        print("closed: \(after)")
        print(
            "\(calls) calls, \(Self.concurrency) at a time, in \(decimal(seconds, places: 1)) s: \(decimal(Double(calls) / seconds, places: 0)) a second"
        )
        print(books.summary)
        guard books.reports == calls else { throw BenchmarkError("\(calls) calls left \(books.reports) reports") }
        guard after.sockets == before.sockets else { throw BenchmarkError("connections stayed open") }
        guard after.descriptors <= before.descriptors + 4 else { throw BenchmarkError("descriptors stayed open") }
    }

    /// Makes a call, by turns collected and streamed, in one API and the other.
    private func call(_ number: Int, _ router: ModelRouter) async throws {
        let exchange = Exchange.faulty[number / 2 % Exchange.faulty.count]
        let request = Samples.question(exchange.tag)
        do {
            let response =
                number.isMultiple(of: 2) ? try await router.respond(to: request) : try await lastResponse(of: router.stream(request))
            guard response?.isComplete == true, response?.text == Self.text else { throw BenchmarkError("not the answer that was sent") }
        } catch is ModelFailure {
            // Bad luck on every attempt: it is in the books.
        }
    }

    /// Without anything that JSON would escape, so that it is the same on both sides.
    private static let text = AnswerText.text(of: 4)

    private func lastResponse(of stream: ModelEventStream) async throws -> ModelResponse? {
        var response: ModelResponse?
        for try await event in stream {
            if case .finished(let finished) = event { response = finished }
        }
        return response
    }
}

/// Deals out the calls' numbers and says when a tenth, a half and all are done.
private final class SoakProgress: Sendable {
    private let calls: Int
    private let begun = Atomic(0)
    private let done = Atomic(0)

    init(calls: Int) { self.calls = calls }

    func next() -> Int? {
        let number = begun.add(1, ordering: .relaxed).oldValue
        return number < calls ? number : nil
    }

    /// A call is done.
    ///
    /// - Returns: The share of all in percent, where it is one to be looked at.
    func finished() -> Int? {
        let count = done.add(1, ordering: .relaxed).newValue
        return [10, 50, 100].first { calls * $0 / 100 == count }
    }
}

/// Counts how calls ended and what their attempts met.
private final class OutcomeBooks: CallLedger {
    private struct Counts {
        var reports = 0
        /// Calls by the number of their attempts.
        var answered: [Int: Int] = [:]
        var failed: [String: Int] = [:]
        var attempts: [String: Int] = [:]
    }

    private let counts = Mutex(Counts())

    var reports: Int { counts.withLock(\.reports) }

    func record(_ attempt: AttemptReport, of call: CallHeading) {}

    func record(_ call: CallRecord) {
        let (report, failure) = (call.report, call.failure)
        counts.withLock { counts in
            counts.reports += 1
            if let failure {
                counts.failed[failure.rawValue, default: 0] += 1
            } else {
                counts.answered[report.attempts.count, default: 0] += 1
            }
            for attempt in report.attempts { counts.attempts[attempt.failure?.rawValue ?? attempt.outcome.rawValue, default: 0] += 1 }
        }
    }

    func flush() async {}

    var summary: String {
        counts.withLock { counts in
            let answered = counts.answered.sorted { $0.key < $1.key }.map { "\($0.value) at attempt \($0.key)" }
            return """
                answered: \(answered.joined(separator: ", "))
                failed: \(counts.failed.isEmpty ? "none" : list(counts.failed))
                attempts: \(list(counts.attempts))
                """
        }
    }

    private func list(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}
