import WaybillInterchange
import WaybillRoutes

extension Shape where Value == RouteChoice {
    /// The name of a choice, or `{fastest: …}`.
    static var choice: Shape {
        .either(.choice(among: RouteChoice.named.map { ($0.name, $0) }, otherwise: "{fastest: {explore: 5%}}"), or: detailed)
    }

    private static var detailed: Shape {
        .mapping("'choose'") { fields in
            fields.require(
                "fastest", .exploration,
                "asks the fastest first; `{}` says no more of it, and other choices are a single word, such as `cheapest`"
            )
            .map { .fastest(explore: $0) }
        }
    }
}

extension Shape where Value == Share {
    /// The mapping `fastest`.
    fileprivate static var exploration: Shape {
        .mapping("'fastest'") { fields in
            fields.read(
                "explore", .bounded,
                "the share of requests that go to another candidate first, so that all of them are timed; at most "
                    + "`\(RouteChoice.mostExploration)`",
                usual: "`\(RouteChoice.usualExploration)`") ?? RouteChoice.usualExploration
        }
    }

    private static var bounded: Shape {
        share.checked { share, node, reading in
            guard let problem = RouteChoice.fastest(explore: share).problem else { return true }
            reading.report(ValueFault.outOfRange, DiagnosticMessage(problem), at: node.location)
            return false
        }
    }
}
