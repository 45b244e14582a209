import ArgumentParser
import Waybill

/// Plays a request through with failures that are supposed, and prints what would become of it.
struct SupposedRun {
    let request: ModelRequest
    /// The suppositions as they were written.
    let text: String
    let day: DayOptions

    /// - Throws: `ExitCode` where no candidate can serve, all being printed; ``ModelFailure`` where nothing can be played.
    func run(_ routes: RoutesOptions) async throws {
        let suppositions = try Suppositions(text)
        let router = try routes.makeRouter(on: day)
        let call = try await router.rehearse(request, supposing: suppositions)
        await router.close()
        let output = OutputChannel.output
        if routes.printsJSON {
            var object: JSONObject = ["supposed": .string(text)]
            for (key, value) in call.json.objectValue ?? [:] { object[key] = value }
            try output.write(.object(object))
        } else {
            try output.write(TimelineView(call: call, supposed: text, look: output.look).text)
        }
        if call.failure?.kind == .noCandidate, call.route.attempts.isEmpty { throw ExitCode.noCandidate }
    }
}
