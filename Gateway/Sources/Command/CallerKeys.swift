import GatewayAccess
import Waybill

/// The file of keys, read anew when it changes: who was left out may not call from then on.
final class CallerKeys: Sendable {
    let access: CallerAccess
    private let reading: CallerFileReading
    private let watch: CallerFileWatch

    /// Reads the file.
    ///
    /// - Throws: ``Stop`` with everything that is wrong with it.
    init(path: String) throws(Stop) {
        let time = SystemTime()
        reading = CallerFile.read(path: path)
        guard let table = reading.table else { throw Stop(reading.findings) }
        let access = CallerAccess(table, time: time)
        self.access = access
        watch = CallerFile.watch(after: reading, time: time) { reading in
            guard let table = reading.table else {
                return StandardError.say("\(reading.findings)\nThe keys are as they were, since the new ones cannot be used.")
            }
            access.use(table)
            StandardError.say("The keys of \(path) are in force: \(table.callers.count) callers.")
        }
    }

    /// Says what callers are granted that the routes do not have.
    func tell(of routes: RouteTable) {
        let findings = reading.checked(against: routes).findings
        if !findings.isEmpty { StandardError.say(findings) }
    }
}

extension CallerFileReading {
    /// Everything that was found, as a compiler would show it.
    fileprivate var findings: String {
        DiagnosticRenderer(sources: sources).render(diagnostics)
    }
}
