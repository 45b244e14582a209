// Makes a call whose first model fails, and shows the spans and the measurements that come of it. In a program of yours, the tracer and the
// metrics factory are those of your OpenTelemetry exporter, bootstrapped at start.
import InMemoryTracing
import MetricsTestKit
import Tracing
import Waybill
import WaybillTelemetry

let tracer = InMemoryTracer()
let metrics = TestMetrics()

var options = RouterOptions(logger: nil)
options.observers = [CallSpans(tracer: tracer), CallMetrics(factory: metrics)]
let router = try ModelRouter(routesFile: "routes.yaml", options: options)

// The call's span stands under the one of the task that makes it.
let response = try await tracer.withAnySpan("handle a request") { _ in
    try await router.respond(to: "Where is order 1207?", workload: "rehearsal")
}
print(response.text)

print("\nSpans")
for span in tracer.finishedSpans.sorted(by: { $0.startInstant.nanosecondsSinceEpoch < $1.startInstant.nanosecondsSinceEpoch }) {
    print("  \(span.operationName)\(span.status == nil ? "" : " (error)")")
    for name in ["gen_ai.operation.name", "gen_ai.request.model", "gen_ai.usage.output_tokens", "error.type", "waybill.fallback"] {
        if let value = span.attributes.get(name) { print("    \(name): \(value)") }
    }
}

print("\nMeasurements")
for name in Set(metrics.recorders.map(\.label)).sorted() { print("  \(name)") }
for name in Set(metrics.counters.map(\.label)).sorted() { print("  \(name)") }
await router.close()
