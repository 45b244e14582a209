public import WaybillInterchange
public import WaybillRoutes

/// What a load would cost at each of several models, and what changing it would change.
///
/// ## Usage
/// ```swift
/// let forecast = CostForecast(of: load, at: [mini, nano], in: table)
/// for row in forecast.rows { print(row.model, row.amount?.inDays(30) ?? "not known") }
/// ```
public struct CostForecast: Sendable, Hashable {
    /// What the load costs in its span.
    public struct Amount: Sendable, Hashable {
        /// All of it.
        public var total: Money
        /// The time in which that comes together.
        public var span: Duration

        /// The amount in so many days, to the next picodollar.
        public func inDays(_ days: Int) -> Money {
            let span = max(1, span.wholeSeconds)
            return Money(picodollars: (total.picodollars * 86_400 * Int128(days) + span / 2) / span)
        }
    }

    /// The load at one model.
    public struct Row: Sendable, Hashable {
        /// The model.
        public var model: ModelName
        /// What it costs there; `nil`: not known.
        public var amount: Amount?
        /// The part of the price that is not known though it is needed, by its key in the provider file.
        public var missingPrice: String?
        /// Whether the share that is read from a cache is reckoned with: the model is not known to have none.
        public var caches: Bool
        /// Whether there is a price for what is handed in as a batch.
        public var batches: Bool
    }

    /// The load with one thing changed, at the model that is asked first.
    public struct Case: Sendable, Hashable {
        /// What is changed.
        public var change: Change
        /// What it costs then; `nil`: not known.
        public var amount: Amount?
    }

    /// A thing that may change.
    public enum Change: Sendable, Hashable {
        /// Nothing.
        case none
        /// So many times as many calls.
        case calls(times: Int)
        /// Nothing is read from caches.
        case cacheOff
        /// Answers are shorter by a share.
        case output(less: Share)
        /// Another model is asked.
        case model(ModelName)
    }

    /// The load.
    public let load: CallLoad
    /// The models in the order in which they were given.
    public let rows: [Row]
    /// The changes to the load at the first model; none where its price is not known.
    public let cases: [Case]

    /// Reckons what a load costs at models.
    ///
    /// - Parameters:
    ///   - models: Those that are asked first come first.
    ///   - table: Has their prices.
    public init(of load: CallLoad, at models: [ModelName], in table: RouteTable) {
        self.load = load
        rows = models.map { Row($0, load, table) }
        guard let first = rows.first, first.amount != nil else {
            cases = []
            return
        }
        let changes: [(Change, CallLoad)] = [
            (.none, load), (.calls(times: 2), load.times(2)), (.cacheOff, load.withoutCache),
            (.output(less: Share(percent: 30)), load.trimmingOutput(by: Share(percent: 30))),
        ]
        cases =
            changes.map { Case(change: $0, amount: Row(first.model, $1, table).amount) }
            + rows.dropFirst().map { Case(change: .model($0.model), amount: $0.amount) }
    }

    /// The lengths of the input above which the prices of models are others.
    public static func thresholds(of models: [ModelName], in table: RouteTable) -> Set<Int> {
        Set(models.compactMap { table.facts(of: $0)?.model.price?.above })
    }
}

extension CostForecast.Row {
    fileprivate init(_ name: ModelName, _ load: CallLoad, _ table: RouteTable) {
        model = name
        let terms = table.facts(of: name).map { ModelTerms($0.model, of: $0.provider, in: table) }
        caches = terms?.caches != false
        batches = terms?.price?.has(.batch) ?? false
        guard let price = terms?.price else {
            missingPrice = Price.key
            return
        }
        do throws(MissingPrice) {
            amount = CostForecast.Amount(total: try (caches ? load : load.withoutCache).cost(at: price).get(), span: load.span)
        } catch {
            missingPrice = error.key
        }
    }
}

extension Duration {
    fileprivate var wholeSeconds: Int128 { Int128(components.seconds) }
}

extension CostForecast.Change: CustomStringConvertible {
    /// The change in a few words, such as `output 30% shorter`.
    public var description: String {
        switch self {
        case .none: "as it is"
        case .calls(let times): "\(times) times the calls"
        case .cacheOff: "nothing cached"
        case .output(let share): "output \(share) shorter"
        case .model(let name): "all at \(name)"
        }
    }
}

extension CostForecast: JSONWritable {
    /// `{"load", "models", "changes"}`.
    public var json: JSONValue { ["load": load.json, "models": rows.json, "changes": cases.json] }
}

extension CallLoad: JSONWritable {
    /// `{"calls", "seconds", "batch", "tokens"}`; the tokens are those of all calls together.
    public var json: JSONValue {
        var object = JSONObject()
        object.set("calls", calls)
        object["seconds"] = .number(JSONNumber(seconds: span))
        object["batch"] = .string(batch.description)
        object["tokens"] = tokens.json
        return .object(object)
    }
}

extension CostForecast.Amount: JSONWritable {
    /// `{"day", "month", "total"}`; a month has 30 days.
    public var json: JSONValue { ["day": inDays(1).json, "month": inDays(30).json, "total": total.json] }
}

extension CostForecast.Row: JSONWritable {
    /// `{"model", "cost", "missing_price", "caches", "batches"}`.
    public var json: JSONValue {
        var object: JSONObject = ["model": model.json, "cost": amount?.json ?? .null]
        object.set("missing_price", missingPrice)
        object["caches"] = .bool(caches)
        object["batches"] = .bool(batches)
        return .object(object)
    }
}

extension CostForecast.Case: JSONWritable {
    /// `{"change", "cost"}`, and `model` where it is that.
    public var json: JSONValue {
        var object: JSONObject = ["change": .string(change.code), "cost": amount?.json ?? .null]
        if case .model(let name) = change { object["model"] = name.json }
        return .object(object)
    }
}

extension CostForecast.Change {
    fileprivate var code: String {
        switch self {
        case .none: "none"
        case .calls: "calls-doubled"
        case .cacheOff: "cache-off"
        case .output: "output-less"
        case .model: "model"
        }
    }
}
