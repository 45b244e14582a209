import ArgumentParser
import Waybill

/// A load that is given: how many calls there are, and how long each is.
struct LoadOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many calls there are, such as 10k/day; also per second, minute, hour, month.", valueName: "rate"))
    private var calls: String?

    @Option(help: ArgumentHelp("The tokens of the input of each call, such as 2k.", valueName: "tokens"))
    private var input: String?

    @Option(help: ArgumentHelp("The tokens of each answer, reasoning included.", valueName: "tokens"))
    private var output: String?

    @Option(help: ArgumentHelp("The share of the input that is read from prompt caches, such as 60%.", valueName: "share"))
    private var cached: String?

    @Option(help: ArgumentHelp("The share of the calls that can wait to be handed in as a batch, such as 20%.", valueName: "share"))
    private var batch: String?

    func validate() throws {
        let parts = try (rate, Self.read("--input", input, Units.count), Self.read("--output", output, Units.count))
        _ = try (Self.read("--cached", cached, Units.share), Self.read("--batch", batch, Units.share))
        guard (parts.0 == nil) == (parts.1 == nil), (parts.1 == nil) == (parts.2 == nil) else {
            throw ValidationError("A load needs '--calls', '--input' and '--output' together.")
        }
    }

    /// A number of calls and the time in which they come.
    private var rate: (calls: Int, span: Duration)? {
        get throws {
            guard let calls else { return nil }
            let parts = calls.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let spans = ["second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "month": 30 * 86_400]
            guard parts.count == 2, let seconds = spans[parts[1]], let number = try Self.read("--calls", parts[0], Units.count) else {
                throw ValidationError("'--calls \(calls)' is no rate: write 10k/day, 300k/month or 2/second.")
            }
            return (number, .seconds(seconds))
        }
    }

    private static func read<Value>(
        _ option: String, _ text: String?, _ read: (String) throws(UnitProblem) -> Value
    ) throws -> Value? {
        guard let text else { return nil }
        do throws(UnitProblem) {
            return try read(text)
        } catch {
            throw ValidationError("'\(option) \(text)' \(error.reason).")
        }
    }
}

extension LoadOptions {
    /// The load; `nil` where none is given, so that it is that of the books.
    func load(thresholds: Set<Int>) throws -> CallLoad? {
        guard let rate = try rate, let input = try Self.read("--input", input, Units.count),
            let output = try Self.read("--output", output, Units.count)
        else { return nil }
        var load = CallLoad(in: rate.span, batch: try batchShare, thresholds: thresholds)
        load.add(calls: rate.calls, input: input, cached: try cachedShare ?? Share(millionths: 0), output: output)
        return load
    }

    /// The share of the calls that can wait to be handed in as a batch.
    var batchShare: Share { get throws { try Self.read("--batch", batch, Units.share) ?? Share(millionths: 0) } }

    /// The share of the input that is read from caches; `nil`: it is as it is.
    var cachedShare: Share? { get throws { try Self.read("--cached", cached, Units.share) } }
}
