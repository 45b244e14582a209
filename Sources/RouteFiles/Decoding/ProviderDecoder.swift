import WaybillInterchange
import WaybillRoutes

/// Decodes a provider file's tree.
///
/// A provider always comes out, so that routes can be checked against it; what is wrong with it was reported.
struct ProviderDecoder {
    let reading: Reading

    /// Decodes the provider `name`.
    ///
    /// - Parameters:
    ///   - root: The file's tree, with what it takes over from another file filled in.
    ///   - file: The path of the provider's own file.
    func provider(_ name: String, _ root: Inheritance.Outcome, file: String) -> Provider {
        var provider = Provider(name: name, api: .openAIResponses, baseURL: Self.rehearsalURL)
        provider.definedAt = SourceLocation(file: file, line: 1, column: 1)
        guard var fields = Fields(root.tree, of: "a provider file", reading, isIncomplete: root.isIncomplete) else { return provider }
        fields.skip("like")
        let api = fields.require("api", "it says what the server speaks: \(alternatives(ProviderAPI.all.map(\.rawValue)))") {
            reading.choice($0, among: ProviderAPI.all)
        }
        provider.api = api ?? apparentAPI(fields)
        address(&provider, &fields)
        keys(&provider, &fields, isOptional: provider.api == .rehearsal || root.isIncomplete)
        limits(&provider, &fields)
        provider.location = fields.read("location", reading.word)
        provider.retention = fields.read("retention", reading.word)
        provider.labels = fields.read("labels") { reading.list($0, reading.word) } ?? []
        provider.cache = fields.read("cache", reading.cacheRules)
        provider.dialect = fields.read("dialect", reading.dialect) ?? (provider.api == .openAICompatible ? .generic : .openAI)
        provider.store = fields.read("store", reading.flag) ?? false
        rehearsal(&provider, &fields)
        models(&provider, &fields)
        fields.finish()
        return provider
    }

    /// Where a rehearsal provider seems to be when its file does not say; a name that never resolves (RFC 6761).
    private static let rehearsalURL = "https://rehearsal.invalid/v1"

    /// What a file whose API is not known seems to be, so that the rest of it is not found wrong for that.
    private func apparentAPI(_ fields: Fields) -> ProviderAPI {
        fields.has("script") ? .rehearsal : fields.has("dialect") ? .openAICompatible : .openAIResponses
    }

    private func address(_ provider: inout Provider, _ fields: inout Fields) {
        let allowed = fields.read("allow_plain_http", reading.flag) ?? false
        provider.allowsPlainHTTP = allowed
        let decode = { (node: YAMLNode) -> String? in baseURL(node, allowsPlainHTTP: allowed) }
        let url =
            provider.api == .rehearsal
            ? fields.read("base_url", decode)
            : fields.require("base_url", "it says where the server is, such as https://api.openai.com/v1", decode)
        provider.baseURL = url ?? provider.baseURL
        provider.headers = fields.read("headers", reading.headers) ?? []
        provider.certificateAuthorityFile = fields.read("ca_file", reading.path)
    }

    private func baseURL(_ node: YAMLNode, allowsPlainHTTP: Bool) -> String? {
        guard let text = reading.word(node) else { return nil }
        do throws(BaseURL.Problem) {
            try BaseURL.check(text, allowsPlainHTTP: allowsPlainHTTP)
            return text.last == "/" ? String(text.dropLast()) : text
        } catch {
            if error.mayHoldSecret { reading.hide(node) }
            reading.error(error.reason, at: node.location)
            return nil
        }
    }

    private func keys(_ provider: inout Provider, _ fields: inout Fields, isOptional: Bool) {
        let (one, several) = (fields.has("api_key"), fields.has("api_keys"))
        if one && several {
            reading.error("'api_key' and 'api_keys' are both here; keep one of them", at: fields.location)
        } else if !one && !several && !isOptional {
            reading.error(
                "'api_key' is missing in a provider file: write {env: NAME}, {file: PATH}, {command: [PROGRAM, …]} or none",
                at: fields.location)
        }
        let single = fields.read("api_key", reading.credential)
        let pool = fields.read("api_keys", reading.credentials)
        provider.credentials = pool ?? single ?? []
        provider.account = fields.read("account", reading.word)
        provider.auth = fields.read("auth", reading.authStyle) ?? .bearer
    }

    private func limits(_ provider: inout Provider, _ fields: inout Fields) {
        provider.clocks = reading.clocks(&fields)
        provider.rateLimits = fields.read("rate_limits", reading.rateLimits) ?? RateLimits()
        provider.concurrency = fields.read("concurrency", reading.count)
    }

    private func rehearsal(_ provider: inout Provider, _ fields: inout Fields) {
        if let speaks = fields.node("speaks") {
            if provider.api != .rehearsal {
                reading.error("only a provider with 'api: rehearsal' can say what it speaks", at: speaks.location)
            }
            provider.speaks = reading.choice(speaks, among: [.openAIResponses, .openAIChat]) ?? .openAIResponses
        }
        provider.script = fields.read("script", reading.script)
    }

    private func models(_ provider: inout Provider, _ fields: inout Fields) {
        // Where the models cannot be read, none is found missing: anything is taken for a model of the provider.
        guard let list = fields.require("models", "it lists the provider's models and their facts", { $0 }) else {
            provider.anyModel = Model(id: "*")
            return
        }
        guard let entries = list.entries else {
            provider.anyModel = Model(id: "*")
            if case .invalid = list.content { return }
            reading.error("'models' must be a mapping of 'id: {facts}'; write {} where no fact is known", at: list.location)
            return
        }
        for entry in entries {
            guard let model = reading.model(entry) else { continue }
            if model.id == "*" { provider.anyModel = model } else { provider.models.append(model) }
        }
        if entries.isEmpty { reading.error("a provider without a model serves nothing; list one", at: list.location) }
    }
}
