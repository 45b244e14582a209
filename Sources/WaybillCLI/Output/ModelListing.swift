import Waybill

/// The models of the provider files, for people and for programs.
struct ModelListing {
    private let providers: [(provider: Provider, models: [Model])]

    /// - Parameter filter: Which models are listed; `nil`: all.
    init(_ table: RouteTable, filter: NamePattern?) {
        providers = table.providers.values.sorted { $0.name < $1.name }
            .compactMap { provider in
                let models = (provider.models + [provider.anyModel].compactMap(\.self))
                    .filter { filter?.matches(provider: provider.name, id: $0.id) ?? true }
                    .map(provider.completed)
                return models.isEmpty ? nil : (provider, models)
            }
    }

    var isEmpty: Bool { providers.isEmpty }

    /// A table for each provider; below each model what it can do.
    func text(_ look: Look) -> String {
        providers.map { provider, models in
            var table = Table(columns: [.left, .right, .right, .right, .right, .right])
            table.add(["model", "window", "output", "$ in", "$ cached", "$ out"].map { Table.Cell($0, look.dim) })
            for model in models { table.add(cells(model, look), detail: detail(model).map { Table.Cell($0, look.dim) }) }
            return "\(look.bold(provider.name))  \(look.dim(facts(provider, models)))\n" + table.text(indent: 2, look)
        }
        .joined(separator: "\n")
    }

    /// What is true of all models of a provider.
    private func facts(_ provider: Provider, _ models: [Model]) -> String {
        let place = provider.api == .rehearsal ? "answers in process" : provider.baseURL
        let days = Set(models.compactMap { $0.price?.asOf })
        let oldest = days.min().map { "  prices of \($0)\(days.count > 1 ? " and later" : "")" } ?? ""
        return "\(provider.api)  \(place)\(oldest)"
    }

    private func cells(_ model: Model, _ look: Look) -> [Table.Cell] {
        func dollars(_ rate: Int?) -> Table.Cell {
            rate.map { Table.Cell(String(Money(rate: $0).description.dropFirst())) } ?? Table.Cell("?", look.dim)
        }
        func tokens(_ count: Int?) -> Table.Cell { count.map { Table.Cell($0.tokensText) } ?? Table.Cell("?", look.dim) }
        let rates = model.price?.standard.rates
        return [
            Table.Cell(model.id), tokens(model.contextWindow), tokens(model.maxOutputTokens), dollars(rates?.input),
            dollars(rates.map { $0.cachedInput ?? $0.input }), dollars(rates?.output),
        ]
    }

    private func detail(_ model: Model) -> [String] {
        var lines: [String] = []
        if let date = model.shutdown { lines.append("shut down on \(date)\(model.replacedBy.map { "; replaced by \($0)" } ?? "")") }
        lines.append(model.features.map { $0.isEmpty ? "no features" : $0.map(\.rawValue).joined(separator: ", ") } ?? "features not known")
        if let efforts = model.efforts { lines.append("efforts: \(efforts.map(\.rawValue).joined(separator: ", "))") }
        if !model.streaming { lines.append("cannot stream") }
        return lines
    }

    /// The models as `{"models": […]}`.
    var json: JSONValue {
        let models = providers.flatMap { provider, models in
            models.map { model -> JSONValue in
                var object: JSONObject = [
                    "model": ModelName(provider: provider.name, id: model.id).json, "api": (model.api ?? provider.api).json,
                ]
                for (key, value) in model.json.objectValue ?? [:] { object[key] = value }
                return .object(object)
            }
        }
        return ["models": .array(models)]
    }
}
