import WaybillInterchange

/// What the owner of a ``CallMachine`` is to do, in order: first the commands, then hand over the events.
struct CallEffects: Sendable {
    /// Something to do.
    enum Command: Sendable {
        /// Encode and send this attempt.
        case send(AttemptOrder, id: Int)
        /// Close the exchange of an attempt; nothing more of it counts.
        case abandon(Int)
        /// Close the exchange of an attempt whose body does not end, and conclude from what came.
        case conclude(Int)
        /// An attempt waits in line no longer.
        case leaveLine
        /// What an attempt waited in line for is not used.
        case giveBack
        /// The answer of an attempt began: from now on its prompt is kept.
        case promptKept(Int)
        /// An attempt is over: learn from it.
        indirect case account(Int, AttemptEnd)
        /// A model refused a parameter: do without it in the calls to come.
        indirect case remember(RequestRepair, ModelName)
        /// The call is over: keep its report. `nil`: it brought an answer.
        indirect case close(RouteReport, FailureKind?)
    }

    /// What is learned from an attempt that is over, sent or not.
    struct AttemptEnd: Sendable {
        /// What went wrong; `nil`: it answered, or was cancelled, or never sent.
        var failure: ModelFailure?
        /// Whether that says anything of the model's health.
        var isAboutModel = false
        /// What it used, as far as is known.
        var usage: TokenUsage?
        /// What that cost; `nil` where there is nothing, or the price is not known.
        var cost: Money?
        /// How long its first content took, where that is known.
        var latency: ObservedLatency?
        let time: Duration
    }

    /// What to do.
    var commands: [Command] = []
    /// What the caller gets.
    var events: [ModelEvent] = []
    /// What the call throws after the events.
    var failure: ModelFailure?
}
