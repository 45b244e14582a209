import Waybill

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

let arguments = CommandLine.arguments.dropFirst()
if arguments.first == ServerProcess.argument {
    let descriptors = arguments.dropFirst().compactMap { Int32($0) }
    guard descriptors.count == 2 else { exit(64) }
    ServerProcess.serve(listener: descriptors[0], parent: descriptors[1])
    exit(0)
}
if arguments.contains("--help") {
    print(Options.help)
    exit(0)
}

do {
    setenv("WAYBILL_BENCHMARK_KEY", "sk-benchmark-0123456789abcdef0123456789abcdef", 1)
    if arguments.first == Soak.argument {
        try await Soak(arguments.dropFirst()).run()
        exit(0)
    }
    if arguments.first == BookedCalls.argument {
        try await BookedCalls(arguments.dropFirst()).run()
        exit(0)
    }
    let options = try Options(arguments)
    let server = try ServerProcess()
    let router = ModelRouter(table: try Exchange.table(port: server.port))
    let contests = try contests(router, port: server.port, options)
    var outcomes: [Outcome] = []
    for contest in contests {
        outcomes += try await contest.run(rounds: options.rounds)
        print(Report(outcomes: Array(outcomes.suffix(contest.contestants.count))).text, terminator: "\n\n")
    }
    if let path = options.jsonPath { try save(Report(outcomes: outcomes).json.text(style: .pretty) + "\n", to: path) }
    await router.close()
} catch {
    let message = "waybill-benchmarks: \(error)\n"
    _ = write(STDERR_FILENO, message, message.utf8.count)
    exit(1)
}

/// Every contest that the options ask for.
func contests(_ router: ModelRouter, port: UInt16, _ options: Options) throws -> [Contest] {
    let all =
        try BufferedCalls.alone(router, calls: options.operations(500))
        + BufferedCalls.crowded(router, concurrency: 32, calls: options.operations(3_200))
        + StreamedEvents.contests(router, Exchange.long, streams: options.operations(10), goal: .nanoseconds(4_000))
        + StreamedEvents.contests(router, Exchange.paced, streams: 1, goal: nil)
        + [BufferedCalls.withoutNetwork(calls: options.operations(2_000))]
        + BookedCalls.contests(port: port, options)
        + Stages.contests(iterations: options.operations(5_000))
        + CanonicalForms.contests(iterations: options.operations(200))
        + LoadedFiles.contests(iterations: options.operations(10))
    guard !options.filters.isEmpty else { return all }
    let chosen = all.filter { contest in options.filters.contains { contest.title.contains($0) } }
    if chosen.isEmpty { throw BenchmarkError("no contest has that in its title; there are:\n\(all.map(\.title).joined(separator: "\n"))") }
    return chosen
}

func save(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchmarkError("cannot write to \(path)") }
    defer { fclose(file) }
    fputs(text, file)
}
