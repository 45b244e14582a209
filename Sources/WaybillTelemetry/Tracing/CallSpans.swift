#if Tracing
public import Tracing
public import Waybill
public import WaybillInterchange
public import WaybillRoutes

/// Makes a span for every call and, under it, one for each attempt, by OpenTelemetry's conventions for generative AI.
///
/// A call's span stands under the one of the task that made the call. The spans are made when the call has ended, with the times at which it and
/// its attempts really began.
///
/// Needs the package trait `Tracing`.
public struct CallSpans: CallObserver {
    private let tracer: (any Tracer)?

    /// Creates an observer.
    ///
    /// - Parameter tracer: Who makes the spans; `nil`: the one that the program bootstrapped.
    public init(tracer: (any Tracer)? = nil) { self.tracer = tracer }

    public func callEnded(_ call: CallRecord, under routes: RouteTable) {
        let tracer = tracer ?? InstrumentationSystem.tracer
        makeSpans(of: call, under: routes, by: tracer)
    }

    private func makeSpans(of call: CallRecord, under routes: RouteTable, by tracer: some Tracer) {
        let parent = ServiceContext.current ?? .topLevel
        let began = call.heading.began
        let span = tracer.startSpan("waybill \(call.heading.workload)", context: parent, ofKind: .internal, at: Moment(began))
        span.set(call.attributes)
        if call.failure != nil { span.setStatus(SpanStatus(code: .error)) }
        for attempt in call.report.attempts {
            let child = tracer.startSpan(
                "chat \(attempt.model.id)", context: span.context, ofKind: .client, at: Moment(began + attempt.started))
            child.set(call.attributes(of: attempt, under: routes))
            if attempt.failure != nil { child.setStatus(SpanStatus(code: .error)) }
            child.end(at: Moment(began + attempt.ended))
        }
        span.end(at: Moment(began + call.report.duration))
    }
}

/// A moment as tracers take it.
private struct Moment: TracerInstant {
    let nanosecondsSinceEpoch: UInt64

    init(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        nanosecondsSinceEpoch = UInt64(max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch }
}

extension Span {
    fileprivate func set(_ attributes: Attributes) {
        var values = SpanAttributes()
        for attribute in attributes.all {
            let value: SpanAttribute =
                switch attribute.value {
                case .text(let text): .string(text)
                case .integer(let integer): .int64(Int64(integer))
                case .number(let number): .double(number)
                case .flag(let flag): .bool(flag)
                }
            values.set(attribute.name.rawValue, value: value)
        }
        self.attributes = values
    }
}
#endif
