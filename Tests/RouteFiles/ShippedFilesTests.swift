import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

struct ShippedFilesTests {
    @Test func shippedFilesLoadWithoutErrorsOrWarnings() throws {
        let inspection = RouteFiles.inspect(path: repositoryRoot + "/routes.yaml", today: "2026-11-20")
        let worse = inspection.diagnostics.filter { $0.severity != .note }
        #expect(worse.isEmpty, "\(DiagnosticRenderer(sources: inspection.sources).render(worse))")
        #expect(inspection.table != nil)
    }
}
