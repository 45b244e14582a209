import ArgumentParser
import Waybill
import WaybillLedger

/// `waybill send`: the real call.
struct SendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends a request to the model that its route names, and prints the answer as it comes.",
        usage: """
            waybill send WORKLOAD [PROMPT] [options]
            waybill send --request FILE [WORKLOAD] [options]
            """,
        discussion: """
            The answer goes to standard output, piece by piece; afterwards a report goes \
            to standard error: who answered, what it used, and what every attempt did. \
            Where a model fails before its first word, the next candidate of the route \
            is asked. On a terminal an answer that is cut half way may start over; a \
            line says so. What the call did and cost goes to the books, never its text: \
            'waybill calls' and 'waybill usage' read them.

            EXAMPLES:
              Ask, with the words as they come:
                waybill send support-chat "Where is order 1207?"
              Ask about a file:
                waybill send summary < report.txt > summary.txt
              The whole answer with its report, for a program:
                waybill send support-chat "Where is order 1207?" --json
            """)

    @OptionGroup var request: RequestOptions

    @Flag(help: "Only show where the request would go, as 'waybill route' does.")
    var dryRun = false

    @OptionGroup var ledger: LedgerPathOptions
    @OptionGroup var routes: RoutesOptions

    func validate() throws { try request.requireWorkload() }

    func run() async throws {
        let request = try request.request()
        if dryRun { return try await DryRun(request: request).run(routes) }
        if self.request.isPromptMissing(in: request) {
            throw ValidationError("The prompt is missing: write it after the workload, or pipe it in.")
        }
        let books = ledger.open()
        do {
            try await send(request, by: try routes.makeRouter(ledger: books))
            await books?.close()
        } catch {
            await books?.close()
            throw error
        }
    }

    private func send(_ request: ModelRequest, by router: ModelRouter) async throws {
        let printsJSON = routes.printsJSON
        do {
            try await cancellingOnInterrupt {
                if printsJSON {
                    try OutputChannel.output.write(try await router.respond(to: request).json)
                } else {
                    try await stream(request, router)
                }
            }
            await router.close()
        } catch {
            await router.close()
            throw error
        }
    }

    /// Prints the answer as it comes, then the report.
    private func stream(_ request: ModelRequest, _ router: ModelRouter) async throws {
        var answer = AnswerPrinter()
        do {
            for try await event in router.stream(request, mayRestart: OutputChannel.output.isTerminal) {
                try answer.print(event)
                if case .finished(let response) = event {
                    report(response)
                }
            }
        } catch let error where !(error is OutputError) {
            try answer.endLine()
            throw error
        }
    }

    private func report(_ response: ModelResponse) {
        let errors = OutputChannel.errors
        // Where both are the same screen, a blank line parts the report from the answer.
        let gap = errors.isTerminal && OutputChannel.output.isTerminal ? "\n" : ""
        errors.report(gap + ReportView(response: response, look: errors.look).text)
    }
}
