public import WaybillInterchange
import WaybillRoutes

/// A model as its provider lists it: `GET /models`.
public struct OfferedModel: Sendable, Hashable {
    /// What the provider calls it.
    public var id: String
    /// The day on which it is shut down, `YYYY-MM-DD`; `nil`: the provider says none.
    public var shutdown: String?
    /// The most tokens of input and output together; `nil`: the provider does not say it here.
    public var contextWindow: Int?

    /// Creates a model.
    public init(id: String, shutdown: String? = nil, contextWindow: Int? = nil) {
        self.id = id
        self.shutdown = shutdown
        self.contextWindow = contextWindow
    }
}

extension OfferedModel {
    /// Reads a list; entries without an id are passed over, and so is what no reader could use.
    ///
    /// - Returns: The models by the bytes of their ids, each once; `nil` where there is no list.
    static func list(in body: JSONValue) -> [OfferedModel]? {
        guard let entries = body["data"]?.arrayValue else { return nil }
        var models: [String: OfferedModel] = [:]
        for entry in entries {
            guard let id = entry["id"]?.stringValue, !id.isEmpty, models[id] == nil else { continue }
            // `shutdown_date` is OpenAI's, `max_model_len` vLLM's and SGLang's, `meta.n_ctx` llama.cpp's: what one of its slots holds.
            let shutdown = entry["shutdown_date"]?.stringValue.flatMap { CalendarDay($0)?.description }
            let window = entry["max_model_len"]?.intValue ?? entry["meta"]?["n_ctx"]?.intValue
            models[id] = OfferedModel(id: id, shutdown: shutdown, contextWindow: window.flatMap { $0 > 0 ? $0 : nil })
        }
        return models.values.sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }
}

extension OfferedModel: JSONWritable {
    /// `{"id"}`, with `shutdown` and `context_window` where the provider says them.
    public var json: JSONValue {
        var object: JSONObject = ["id": .string(id)]
        object.set("shutdown", shutdown)
        object.set("context_window", contextWindow)
        return .object(object)
    }
}
