import WaybillInterchange
import WaybillRoutes

/// What stands at the top of `routes.yaml`.
struct RoutesFile {
    /// The folder of the provider files, and where it is named.
    struct Folder {
        var path: String
        var location: SourceLocation
    }

    static let owner = "the routes file"

    /// The folder of the provider files; `nil` where none is named.
    var providers: Folder?
    /// What holds for every workload.
    var defaults: RouteSettings
    /// The budgets that each value of a key of metadata has for itself.
    var budgets: [MetadataBudget]
    /// The workloads, which take over from each other before they are decoded.
    var workloads: YAMLNode?

    /// Decodes a file's members.
    init(_ fields: inout Fields) {
        providers = fields.read("providers", .folder, "the folder of the provider files", usual: "`providers`")
        defaults =
            fields.read("defaults", .defaults, "what holds for every workload that does not say otherwise") ?? RouteSettings()
        budgets = fields.read("budgets", .metadataBudgets, "what the calls with one value of metadata may cost together") ?? []
        workloads = fields.require("workloads", .workloads, "the routes by tag: which models serve which work")
    }

    /// What can be written in `routes.yaml`.
    static var schema: MappingSchema { Fields.describe(owner) { RoutesFile(&$0) } }
}

extension Shape where Value == RoutesFile.Folder {
    fileprivate static var folder: Shape {
        let word = Shape<String>.word
        return Shape(.named("path", word.schema)) { node, reading in
            word.read(node, reading).map { RoutesFile.Folder(path: $0, location: node.location) }
        }
    }
}

extension Shape where Value == YAMLNode {
    fileprivate static var workloads: Shape {
        Shape(.entries(.mapping(RouteDecoder.schema))) { node, _ in node }
    }
}
