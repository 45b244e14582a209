public import WaybillInterchange

/// What is known of the health of models at one moment: a value that the planner reads.
public struct HealthSnapshot: Sendable {
    /// Why a model is not to be asked now.
    public enum Closure: Sendable, Hashable {
        /// Recent failures: for so long.
        case breaker(Duration)
        /// Its provider asked to wait: for so long.
        case pause(Duration)
        /// All its keys are refused or out of funds: for so long.
        case credential(Duration)

        /// How long it lasts.
        public var duration: Duration {
            switch self {
            case .breaker(let duration), .pause(let duration), .credential(let duration): duration
            }
        }
    }

    private var closures: [ModelName: Closure]

    /// Creates a snapshot; models without a closure are well.
    public init(closures: [ModelName: Closure] = [:]) { self.closures = closures }

    /// Why a model is not to be asked now; `nil`: it is well.
    public subscript(model: ModelName) -> Closure? { closures[model] }
}
