import Waybill

/// The models of the provider files, for people and for programs.
struct ModelListing {
    let catalog: ModelCatalog
    /// By what all of them are put in one order; `nil`: by provider, as the files have them.
    let order: ModelOrder?
    /// What their providers say; `nil`: nobody was asked.
    let online: OnlineCatalog?
    let look: Look

    /// Ends that are farther away are not counted in days.
    private static let nearDays = 365

    /// A table for each provider, with what its models can do below them; one table of all where they were put in order.
    var text: String {
        guard let order else { return catalog.providers.map(section).joined(separator: "\n") }
        var table = emptyTable
        for entry in order.sorted(catalog.entries) { table.add(cells(entry, entry.name.description), detail: remarks(entry)) }
        let failures = catalog.providers.compactMap { failure(of: $0) }
        return table.text(indent: 0, look)
            + (failures.isEmpty ? "" : "\n" + failures.flatMap { $0.wrapped(to: look.width) }.map { look.yellow($0) + "\n" }.joined())
    }

    private func section(_ provider: Provider) -> String {
        let entries = catalog.entries.filter { $0.provider.name == provider.name }
        var table = emptyTable
        for entry in entries { table.add(cells(entry, entry.model.id), detail: remarks(entry) + abilities(entry.model)) }
        return "\(look.bold(provider.name))  \(look.dim(facts(provider, entries)))\n" + answer(of: provider) + table.text(indent: 2, look)
    }

    /// What is true of all models of a provider.
    private func facts(_ provider: Provider, _ entries: [ModelCatalog.Entry]) -> String {
        let place = provider.api == .rehearsal ? "answers in process" : provider.baseURL
        let days = Set(entries.compactMap { $0.model.price?.asOf })
        let oldest = days.min().map { "  prices of \($0)\(days.count > 1 ? " and later" : "")" } ?? ""
        return "\(provider.api)  \(place)\(oldest)"
    }

    /// What a provider said when it was asked.
    private func answer(of provider: Provider) -> String {
        guard let answer = online?.answer(of: provider.name) else { return "" }
        if let failure = failure(of: provider) { return failure.wrapped(to: look.width - 2).map { "  \(look.yellow($0))\n" }.joined() }
        let others = answer.unlisted
        let list =
            others.isEmpty
            ? "nothing but these models"
            : "\(others.count) more, which the file does not name: \(others.map(\.visible).joined(separator: ", "))"
        return "offers \(list)".wrapped(to: look.width - 2).map { "  \(look.dim($0))\n" }.joined()
    }

    private func failure(of provider: Provider) -> String? {
        guard case .failure(let failure)? = online?.answer(of: provider.name)?.result else { return nil }
        return "\(provider.name) could not be asked: \(failure.explanation)"
    }

    private var emptyTable: Table {
        var table = Table(columns: [.left, .right, .right, .right, .right, .right])
        table.add(["model", "window", "output", "$ in", "$ cached", "$ out"].map { Table.Cell($0, look.dim) })
        return table
    }

    private func cells(_ entry: ModelCatalog.Entry, _ name: String) -> [Table.Cell] {
        func dollars(_ rate: Int?) -> Table.Cell {
            rate.map { Table.Cell(String(Money(rate: $0).description.dropFirst())) } ?? Table.Cell("?", look.dim)
        }
        func tokens(_ count: Int?) -> Table.Cell { count.map { Table.Cell($0.tokensText) } ?? Table.Cell("?", look.dim) }
        let rates = entry.model.price?.standard.rates
        return [
            Table.Cell(name), tokens(entry.model.contextWindow), tokens(entry.model.maxOutputTokens), dollars(rates?.input),
            dollars(rates.map { $0.cachedInput ?? $0.input }), dollars(rates?.output),
        ]
    }

    /// When it ends, who uses it, and what its provider says otherwise.
    private func remarks(_ entry: ModelCatalog.Entry) -> [Table.Cell] {
        var lines: [Table.Cell] = []
        if let ending = ending(entry) { lines.append(ending) }
        if !entry.workloads.isEmpty {
            lines.append(Table.Cell("used by \(entry.workloads.map(\.rawValue).joined(separator: ", "))", look.dim))
        }
        let differences = online?.answer(of: entry.provider.name)?.differences(from: entry.model) ?? []
        return lines + differences.map { Table.Cell($0, look.yellow) }
    }

    private func ending(_ entry: ModelCatalog.Entry) -> Table.Cell? {
        guard let date = entry.model.shutdown, let days = entry.daysLeft else { return nil }
        let distance = days > 0 && days <= Self.nearDays ? ", in \(days) day\(days == 1 ? "" : "s")" : ""
        let successor = entry.model.replacedBy.map { "; replaced by \($0)" } ?? ""
        let text = "\(days > 0 ? "shut down" : "was shut down") on \(date)\(distance)\(successor)"
        let isNear = days <= Model.daysOfWarning
        return Table.Cell(text) { days <= 0 ? look.red($0) : isNear ? look.yellow($0) : look.dim($0) }
    }

    /// What the model can do.
    private func abilities(_ model: Model) -> [Table.Cell] {
        var lines = [
            model.features.map { $0.isEmpty ? "no features" : $0.map(\.rawValue).joined(separator: ", ") } ?? "features not known"
        ]
        if let efforts = model.efforts { lines.append("efforts: \(efforts.map(\.rawValue).joined(separator: ", "))") }
        if !model.streaming { lines.append("cannot stream") }
        return lines.map { Table.Cell($0, look.dim) }
    }

    /// The models as `{"models": […]}`; `providers` with what each said, where they were asked.
    var json: JSONValue {
        let entries = order?.sorted(catalog.entries) ?? catalog.entries
        var object: JSONObject = ["models": .array(entries.map(json))]
        if let online { object["providers"] = .array(online.answers.map(json)) }
        return .object(object)
    }

    private func json(_ entry: ModelCatalog.Entry) -> JSONValue {
        let model = entry.model
        var object: JSONObject = ["model": entry.name.json, "api": (model.api ?? entry.provider.api).json]
        for (key, value) in model.json.objectValue ?? [:] { object[key] = value }
        object["workloads"] = entry.workloads.json
        if let answer = online?.answer(of: entry.provider.name), case .success = answer.result, model.id != "*" {
            object["online"] = answer.offer(model.id)?.json ?? .null
            object["differences"] = .array(answer.differences(from: model).map(JSONValue.string))
        }
        return .object(object)
    }

    private func json(_ answer: OnlineCatalog.Answer) -> JSONValue {
        var object: JSONObject = ["provider": .string(answer.provider.name)]
        switch answer.result {
        case .success(let models):
            object["offers"] = .number(JSONNumber(models.count))
            object["unlisted"] = .array(answer.unlisted.map(JSONValue.string))
        case .failure(let failure): object["error"] = failure.json.objectValue?["error"] ?? failure.json
        }
        return .object(object)
    }
}
