public import WaybillInterchange
public import WaybillPromptCaching
public import WaybillRoutes

/// Something that an operator should hear of.
///
/// It reaches the router's `onEvent` and the log; never with content.
@nonexhaustive
public enum RouterEvent: Sendable {
    /// A route's last resort was served in place of an answer.
    case degraded(RouteReport)
    /// Calls of a route go on without its first model, and have for this long: others answer, or nobody.
    ///
    /// Told again as long as it lasts; see ``RouterOptions/firstModelPatience``.
    case firstModelMissing(workload: Workload, model: ModelName, for: Duration)
    /// A call was served by the `"*"` route although a route of nearly its name exists: perhaps a misspelled tag.
    case nearMiss(workload: Workload, similar: Workload)
    /// What a model's provider reports does not fit what was counted here; told of once an hour for each model and kind of drift.
    case countDrift(model: ModelName, CountDrift)
    /// A model of a route that is in use is shut down on this day (`YYYY-MM-DD`), within 30 days, or was; told of once for each model and day.
    case modelEnding(model: ModelName, shutdown: String, replacedBy: String?)
    /// The stable part of a workload's prompts holds what differs from call to call, such as a date, and so is not read from caches.
    ///
    /// Each finding is told of once for a workload, without a word of the prompt.
    case unstablePrefix(workload: Workload, [PrefixFinding])
    /// A share of a budget is spent, of those that it names, or the whole of it; told of once in each period.
    case budget(BudgetAlert)
    /// Other routes are in force from now on: the files changed, or the program gave others.
    ///
    /// The changes are empty where the files say the same in other words.
    case routesChanged(RoutesVersion, RouteChanges)
    /// The routes files changed and cannot be used as they are, so that the routes in force stay; told of once for each such version.
    case routesRejected(RoutesInvalid)
}
