// A process that makes calls with durable books, for tests that kill it or take its disk away.
//
//     ledger-under-load load BOOKS          makes calls until it is killed, and prints the id of each that has returned
//     ledger-under-load spend BOOKS DOLLARS 64 callers spend what is left of a budget, and it prints the id of each call that has returned
//     ledger-under-load full BOOKS CALLS    makes calls while its files may not grow, then as many while they may, and prints what it was told
import Foundation
import Synchronization
import Waybill
import WaybillLedger
import WaybillTesting

/// Prints a line with a single write, so that a kill leaves it whole or away.
func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}

/// A router whose first provider fails now and then, so that calls have attempts that are over before they are.
func router(_ ledger: SQLiteLedger) throws -> ModelRouter {
    let time = SystemTime()
    let providers = [
        ScriptedProvider("first") { $0.number % 3 == 0 ? .status(503) : .answer("Hello.") },
        ScriptedProvider("second", speaks: .openAIChat, [.answer("Hello.")]),
    ]
    let table = try RouteTable.testing(providers) { route in
        route.settings.attempts = 1
        route.settings.breaker = .off
    }
    let options = RouterOptions(transport: ScriptedTransport(providers, time: time), ledger: ledger, logger: nil)
    return ModelRouter(table: table, options: options)
}

/// Lets no file grow beyond so many bytes; `nil`: any.
func limitFiles(_ bytes: Int?) {
    var limit = rlimit(rlim_cur: bytes.map { rlim_t($0) } ?? rlim_t.max, rlim_max: rlim_t.max)
    #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
    let resource = RLIMIT_FSIZE
    #endif
    setrlimit(resource, &limit)
}

func load(_ path: String) async throws {
    let router = try router(try SQLiteLedger(path: path))
    try await withThrowingTaskGroup { group in
        for _ in 0..<4 {
            group.addTask {
                while true {
                    let response = try await router.respond(to: "Hello?", workload: "test")
                    if let id = response.route.id { say(id.description) }
                }
            }
        }
        try await group.waitForAll()
    }
}

func full(_ path: String, _ calls: Int) async throws {
    signal(SIGXFSZ, SIG_IGN)
    let ledger = try SQLiteLedger(path: path) { problem in say("problem \(problem.kind) \(problem.lost)") }
    let router = try router(ledger)
    limitFiles(40_000)
    for _ in 0..<calls { _ = try await router.respond(to: "Hello?", workload: "test") }
    await ledger.flush()
    say("made \(calls)")
    limitFiles(nil)
    for _ in 0..<calls { _ = try await router.respond(to: "Hello?", workload: "test") }
    await router.close()
    await ledger.close()
    say("closed")
}

/// Each call reserves a dollar and costs sixty cents.
func spend(_ path: String, _ amount: Money) async throws {
    let ledger = try SQLiteLedger(path: path)
    let time = SystemTime()
    var provider = ScriptedProvider("p") { _ in .answer("Hello.", usage: TokenUsage(uncachedInput: 1, outputText: 600_000)) }
    provider.provider.models = [Model(id: "m")]
    provider.provider.models[0].price = Price(input: 0, output: 1_000_000)
    let table = try RouteTable.testing([provider]) { route in
        route.budget = Budget([.month: amount])
        route.parameters.maxOutputTokens = 1_000_000
    }
    let options = RouterOptions(transport: ScriptedTransport([provider], time: time), time: time, ledger: ledger, logger: nil)
    let router = ModelRouter(table: table, options: options)
    @Sendable func serves() async throws -> Bool {
        do {
            let response = try await router.respond(to: "Hello?", workload: "test")
            if let id = response.route.id { say(id.description) }
            return true
        } catch let failure as ModelFailure where failure.kind == .budgetSpent {
            return false
        }
    }
    try await withThrowingTaskGroup { group in
        for _ in 0..<64 { group.addTask { while try await serves() {} } }
        try await group.waitForAll()
    }
    // Those that were refused came while all was reserved.
    while try await serves() {}
    await router.close()
    await ledger.close()
    say("closed")
}

let arguments = CommandLine.arguments
switch (arguments.dropFirst().first, arguments.count) {
case ("load", 3): try await load(arguments[2])
case ("spend", 4): try await spend(arguments[2], Money("$\(arguments[3])") ?? .zero)
case ("full", 4): try await full(arguments[2], Int(arguments[3]) ?? 0)
default: exit(64)
}
