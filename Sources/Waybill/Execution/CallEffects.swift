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
        /// An attempt is over: learn from it. `nil`: it answered, or was cancelled.
        case account(ModelName, ModelFailure?, isAboutModel: Bool, at: Duration)
        /// The call is over: keep its report. `nil`: it brought an answer.
        case close(RouteReport, FailureKind?)
    }

    /// What to do.
    var commands: [Command] = []
    /// What the caller gets.
    var events: [ModelEvent] = []
    /// What the call throws after the events.
    var failure: ModelFailure?
}
