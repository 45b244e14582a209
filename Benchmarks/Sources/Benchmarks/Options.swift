/// What the command line asks for.
struct Options {
    /// A quick run that measures next to nothing: it shows that every benchmark works.
    var isSmoke = false
    /// Where the figures go as JSON.
    var jsonPath: String?
    /// Only contests whose title contains one of these.
    var filters: [String] = []
    var rounds = 15

    static let help = """
        USAGE: waybill-benchmarks [--smoke] [--rounds N] [--json PATH] [NAME …]
               waybill-benchmarks soak [CALLS]
               waybill-benchmarks books [CALLS]

          NAME         Only the contests with this in their title, such as "whole" or "Planning".
          --rounds N   How often each contestant is measured (default 15); the figures are medians.
          --smoke      Runs everything once and briefly; the figures mean nothing.
          --json PATH  Writes the figures as JSON too.
          soak CALLS   Makes so many calls (default 100000), 64 at a time, to a server that fails one in 20, and watches memory,
                       descriptors and threads.
          books CALLS  Records so many calls (default 1000000) in books on disk and reports over them.
        """

    /// - Throws: What is wrong with the arguments, in words.
    init(_ arguments: some Sequence<String>) throws {
        var arguments = arguments.makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--smoke": isSmoke = true
            case "--json": jsonPath = try Self.value(of: argument, arguments.next())
            case "--rounds":
                guard let rounds = Int(try Self.value(of: argument, arguments.next())), rounds > 0 else {
                    throw BenchmarkError("--rounds takes a whole number above zero")
                }
                self.rounds = rounds
            case _ where argument.hasPrefix("-"): throw BenchmarkError("unknown option \(argument)\n\n\(Self.help)")
            default: filters.append(argument)
            }
        }
        if isSmoke { rounds = 1 }
    }

    /// How often something is done in one turn.
    func operations(_ count: Int) -> Int { isSmoke ? max(1, count / 50) : count }

    private static func value(of option: String, _ value: String?) throws -> String {
        guard let value else { throw BenchmarkError("\(option) needs a value") }
        return value
    }
}
