import ArgumentParser
import Waybill
import WaybillLedger

/// Which calls of the books are meant.
struct BooksFilterOptions: ParsableArguments {
    @OptionGroup private var time: BooksSpanOptions

    @Option(help: ArgumentHelp("Only calls of this workload.", valueName: "name"))
    private(set) var workload: String?

    @Option(
        help: ArgumentHelp("Only what this model did, as provider/model-id.", valueName: "model"),
        transform: { text in
            guard let name = ModelName(text) else { throw ValidationError("write provider/model-id.") }
            return name
        })
    private(set) var model: ModelName?

    @Option(help: ArgumentHelp("Only what the models of this provider did.", valueName: "name"))
    private(set) var provider: String?
}

extension BooksFilterOptions {
    /// The time that is meant, as ``BooksSpanOptions/span()`` has it.
    func span() -> (since: Duration?, until: Duration?) { time.span() }

    /// The calls that are meant: those that asked the model or the provider, whether it answered or not.
    var calls: CallFilter {
        var calls = CallFilter()
        (calls.since, calls.until) = span()
        calls.workload = workload.map(Workload.init(rawValue:))
        calls.asked = model
        calls.askedProvider = provider
        return calls
    }

    /// The usage that is meant.
    var usage: UsageQuery {
        var usage = UsageQuery()
        (usage.since, usage.until) = span()
        usage.workload = workload.map(Workload.init(rawValue:))
        usage.model = model
        usage.provider = provider
        return usage
    }

    /// That nothing was found, and what to do.
    var nothing: String {
        time.isAll && workload == nil && model == nil && provider == nil
            ? BooksSpanOptions.noCall
            : "No call in the books is like that. Without --since, --until, --workload, --model and --provider all are looked at."
    }
}
