import GatewayServer
import UnixSignals
import Waybill

/// What an operator says by signals while the gateway runs, beside that it is to stop.
struct OperatorSignals {
    let router: ModelRouter
    let log: AccessLog?

    /// Does what the signals say until it is cancelled.
    func heed() async {
        var stops = 0
        for await signal in await UnixSignalsSequence(trapping: .sighup, .sigint, .sigterm) {
            guard signal != .sighup else {
                hangUp()
                continue
            }
            stops += 1
            // At the first, answers under way may finish, for so long as there is patience.
            if stops == 2 {
                StandardError.say("What is under way ends now.")
                await router.close()
            }
        }
    }

    /// Reads the routes again, which are read when they change anyhow, and opens the access log again.
    private func hangUp() {
        do {
            let changes = try router.reload()
            StandardError.say(changes.subjects.isEmpty ? "The routes are as they were." : "The routes were read again.")
        } catch {
            StandardError.say("\(error)\nThe routes are as they were, since the new ones cannot be used.")
        }
        do throws(AccessLogError) { try log?.reopen() } catch { StandardError.say("\(error)") }
    }
}
