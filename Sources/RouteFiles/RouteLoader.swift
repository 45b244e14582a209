import WaybillInterchange
import WaybillRoutes

/// Reads one set of files: the routes, then every provider file, then checks them together.
struct RouteLoader {
    private let path: String
    private let today: String?
    private let reading = Reading()
    private var providersFolder: String?
    private var hasUnreadableFolder = false
    private var providers: [Provider] = []
    /// Providers that others are like, and those whose files could not be read.
    private var excused: Set<String> = []

    init(path: String, today: String?) {
        self.path = path
        self.today = today
    }

    mutating func run() -> RouteFilesInspection {
        let table = table()
        return RouteFilesInspection(
            table: reading.hasErrors ? nil : table, files: reading.files, providersFolder: providersFolder,
            tokenizerFiles: reading.tokenizerFiles, diagnostics: reading.diagnostics, sources: reading.sources,
            contents: reading.fingerprint)
    }

    private mutating func table() -> RouteTable? {
        let root = reading.tree(
            of: path, advice: "give the path of the routes file, or write one: it names workloads and the models that serve them",
            emptiness: "it needs 'workloads:' with at least one workload")
        guard let root, var fields = Fields(root, of: RoutesFile.owner, reading) else { return nil }
        let file = RoutesFile(&fields)
        fields.finish()
        if file.providers != nil || !fields.has("providers") {
            readProviders(file.providers)
        } else {
            // Its name was refused, and no other is looked into.
            hasUnreadableFolder = true
        }
        let defaults = file.defaults
        let routes = file.workloads.map(routes) ?? []
        // What a fault has kept from being decoded might use any provider.
        if reading.hasErrors { excused.formUnion(providers.map(\.name)) }
        if hasUnreadableFolder { excused.formUnion(routes.flatMap { $0.allCandidates.map(\.model.provider) }) }
        let check = RouteCheck(
            providers: providers, routes: routes, defaults: defaults, metadataBudgets: file.budgets, today: today, excused: excused)
        do throws(RoutesInvalid) {
            let table = try RouteTable(check)
            reading.add(table.diagnostics)
            return table
        } catch {
            reading.add(error.diagnostics)
            return nil
        }
    }
}

/// The provider files.
extension RouteLoader {
    private mutating func readProviders(_ named: RoutesFile.Folder?) {
        let folder = joinedPath(folder: WaybillRouteFiles.folder(of: path), named?.path ?? "providers")
        providersFolder = folder
        do throws(FileProblem) {
            var trees: [String: YAMLNode] = [:]
            for file in try FileContents.names(inFolder: folder) { read(file, in: folder, into: &trees) }
            let unreadable = excused
            for name in trees.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
                decode(name, trees, unreadable: unreadable, file: "\(folder)/\(name).yaml")
            }
        } catch {
            hasUnreadableFolder = true
            reading.report(
                error.fault, "the folder of the provider files, \(quoted(folder)), \(error.reason); name it under 'providers'",
                at: named?.location ?? SourceLocation(file: path, line: 1, column: 1))
        }
    }

    private mutating func read(_ file: String, in folder: String, into trees: inout [String: YAMLNode]) {
        let place = SourceLocation(file: "\(folder)/\(file)", line: 1, column: 1)
        if file.hasSuffix(".yml") {
            reading.report(FileFault.ignoredFile, "this file is not read, since it does not end in .yaml", at: place)
        }
        guard file.hasSuffix(".yaml") else { return }
        let name = String(file.dropLast(5))
        guard !name.isEmpty, name.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
            reading.report(FileFault.badFileName, "the file's name is the provider's name and cannot have blanks", at: place)
            return
        }
        let tree = reading.tree(of: place.file, advice: "", emptiness: "a provider needs 'api:', 'base_url:', 'api_key:' and 'models:'")
        trees[name] = tree
        if tree == nil { excused.insert(name) }
    }

    private mutating func decode(_ name: String, _ trees: [String: YAMLNode], unreadable: Set<String>, file: String) {
        let outcome = Inheritance.providers.resolve(name, in: trees, unreadable: unreadable, reading)
        excused.formUnion(outcome.bases)
        let provider = ProviderDecoder(reading: reading).provider(name, outcome, file: file)
        if outcome.isIncomplete { excused.insert(name) } else { providers.append(provider) }
    }
}

/// The workloads.
extension RouteLoader {
    private func routes(_ node: YAMLNode) -> [Route] {
        guard let entries = node.entries else {
            if case .invalid = node.content { return [] }
            reading.report(ValueFault.wrongKind, "'workloads' must be a mapping of 'workload: {models: […]}'", at: node.location)
            return []
        }
        if entries.isEmpty {
            reading.report(RouteFault.emptyRoute, "there is no workload; name one and the models that serve it", at: node.location)
        }
        let trees = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        let models = providers.flatMap { provider in provider.models.map { ModelName(provider: provider.name, id: $0.id) } }
        let decoder = RouteDecoder(reading: reading, models: models)
        return entries.compactMap { entry in
            guard !entry.value.isNull else {
                reading.report(
                    RouteFault.emptyRoute,
                    "the workload \(quoted(entry.key)) has no models; write 'models: [provider/model-id]' below it", at: entry.keyLocation)
                return nil
            }
            let outcome = Inheritance.workloads.resolve(entry.key, in: trees, unreadable: [], reading)
            let route = decoder.route(entry.key, at: entry.keyLocation, outcome)
            return outcome.isIncomplete ? nil : route
        }
    }
}
