import GatewayAccess
import Synchronization
import Waybill

/// The file of keys, read anew when it changes: who was left out may not call from then on.
final class CallerKeys: Sendable {
    let access: CallerAccess
    private let version: Version
    private let watch: CallerFileWatch

    /// Reads the file.
    ///
    /// - Throws: ``Stop`` with everything that is wrong with it.
    init(path: String) throws(Stop) {
        let time = SystemTime()
        let reading = CallerFile.read(path: path)
        guard let table = reading.table else { throw Stop(reading.findings) }
        let access = CallerAccess(table, time: time)
        let version = Version(reading)
        self.access = access
        self.version = version
        watch = CallerFile.watch(after: reading, time: time) { reading in
            guard let table = reading.table else {
                return StandardError.say("\(reading.findings)\nThe keys are as they were, since the new ones cannot be used.")
            }
            access.use(table)
            StandardError.say("The keys of \(path) are in force: \(table.callers.count) callers.")
            version.say { $0.reading = reading }
        }
    }

    /// Says what callers are granted that the routes do not have: now, and again for other keys.
    ///
    /// - Parameter routes: The routes in force; `nil` where there are none any more.
    func check(against routes: @escaping @Sendable () -> RouteTable?) { version.say { $0.routes = routes } }

    /// Says it again where other routes are in force, and other findings come of that.
    func checkAgain() { version.say { _ in } }
}

extension CallerKeys {
    /// What the file says, and the routes that it is held against.
    private final class Version: Sendable {
        struct State {
            var reading: CallerFileReading
            var routes: (@Sendable () -> RouteTable?)?
            /// What was said last, so that it is not said again.
            var said = ""
        }

        private let state: Mutex<State>

        init(_ reading: CallerFileReading) { state = Mutex(State(reading: reading)) }

        /// Says what there is to say after a change.
        func say(after change: (inout State) -> Void) {
            state.withLock { state in
                change(&state)
                guard let routes = state.routes?() else { return }
                let findings = state.reading.checked(against: routes).findings
                if !findings.isEmpty, findings != state.said { StandardError.say(findings) }
                state.said = findings
            }
        }
    }
}

extension CallerFileReading {
    /// Everything that was found, as a compiler would show it.
    fileprivate var findings: String {
        DiagnosticRenderer(sources: sources).render(diagnostics)
    }
}
