import ArgumentParser
import Waybill
import WaybillLedger

/// `waybill calls`: recent calls, and the story of one.
struct CallsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calls",
        abstract: "Lists recent calls from the books, or tells the story of one.",
        usage: """
            waybill calls [--failed] [--limit 20] [options]
            waybill calls ID [options]
            """,
        discussion: """
            The latest call comes first. ID is a call's id as reports name it, or its \
            beginning where no other call's is the same: then everything that is known \
            of that call is told in the order in which it happened. The books hold no \
            word of what was asked and answered.

            EXAMPLES:
              What happened lately?
                waybill calls
              What went wrong at one provider since yesterday?
                waybill calls --failed --provider openai --since 1d
              Why did this one take so long?
                waybill calls 01a1ff5bccd7
              Every call of a day, one JSON object with all of them:
                waybill calls --since 2026-11-20 --until 2026-11-20 --limit 100000 --json
            """)

    @Argument(help: "The id of a call, or its beginning.")
    var id: String?

    @Option(help: ArgumentHelp("How many calls are listed at the most.", valueName: "number"))
    var limit = 20

    @Flag(help: "Only calls without an answer of a model.")
    var failed = false

    @OptionGroup var filter: BooksFilterOptions
    @OptionGroup var ledger: LedgerPathOptions
    @Flag(name: .customLong("json"), help: "Print JSON instead of text; docs/json.md documents it.")
    var printsJSON = false

    func validate() throws {
        if limit < 1 { throw ValidationError("'--limit \(limit)' lists nothing: give a number from 1 on.") }
        if let id, id.isEmpty || !id.allSatisfy(\.isHexDigit) {
            throw ValidationError("'\(id)' is no id of a call: 'waybill calls' lists some.")
        }
    }

    func run() throws {
        let reader = try LedgerReader(path: try ledger.pathForReading())
        if let id { return try tell(id.lowercased(), reader) }
        var calls = filter.calls
        if failed { calls.failed = true }
        let found = try reader.calls(matching: calls, limit: limit)
        let output = OutputChannel.output
        if printsJSON { return try output.write(["calls": found.json]) }
        guard !found.isEmpty else {
            let look = OutputChannel.errors.look
            return OutputChannel.errors.report(look.note(failed ? "No call of the books failed that is like that." : filter.nothing))
        }
        try output.write(CallListView(calls: found, look: output.look).text)
    }

    private func tell(_ id: String, _ reader: LedgerReader) throws {
        let found = try reader.calls(beginningWith: id, limit: 2)
        guard let call = found.first else {
            throw InputError("No call of the books has an id that begins with '\(id)'; 'waybill calls' lists the latest.")
        }
        guard found.count == 1 else {
            throw InputError("The ids of several calls begin with '\(id)', such as \(found[0].id) and \(found[1].id): give more of it.")
        }
        let output = OutputChannel.output
        if printsJSON {
            try output.write(call.json)
        } else {
            try output.write(CallStoryView(call: call, look: output.look).text)
        }
    }
}
