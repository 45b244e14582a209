import WaybillInterchange

/// Finds everything that is wrong with routes, for files and code alike.
struct RouteCheck {
    let providers: [Provider]
    let routes: [Route]
    let defaults: RouteSettings
    let today: String?

    func run() -> [Diagnostic] { [] }
}
