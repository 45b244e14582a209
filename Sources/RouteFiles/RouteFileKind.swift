public import WaybillInterchange

/// The kinds of files that an operator writes.
public enum RouteFileKind: String, Sendable, Hashable, CaseIterable {
    /// `routes.yaml`.
    case routes
    /// A provider file.
    case provider
    /// A file that says who may call, for programs that serve callers of their own.
    case keys

    /// What can be written in such a file, as a JSON Schema for editors.
    ///
    /// It is made of the decoder's own questions, so it knows exactly the keys that are read. What means something only together with other values,
    /// ``RouteFiles/inspect(path:today:)`` finds; the schema never refuses what that accepts.
    public var schema: JSONValue {
        switch self {
        case .routes: SchemaWriter.document(RoutesFile.schema, title: "Routes of Waybill")
        case .provider: SchemaWriter.document(ProviderDecoder.schema, title: "A provider of Waybill")
        case .keys: SchemaWriter.document(KeysFile.schema, title: "Who may call Waybill's gateway")
        }
    }
}
