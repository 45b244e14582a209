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
        var provider = Self.blank(name)
        provider.definedAt = SourceLocation(file: file, line: 1, column: 1)
        guard var fields = Fields(root.tree, of: Self.owner, reading, isIncomplete: root.isIncomplete) else { return provider }
        Self.decode(&provider, &fields, isIncomplete: root.isIncomplete)
        fields.finish()
        return provider
    }

    /// What can be written in a provider file.
    static var schema: MappingSchema {
        Fields.describe(owner) { fields in
            var provider = blank("")
            decode(&provider, &fields, isIncomplete: true)
        }
    }

    private static let owner = "a provider file"

    /// A provider of which nothing is known; its address is a name that never resolves (RFC 6761).
    private static func blank(_ name: String) -> Provider {
        Provider(name: name, api: .openAIResponses, baseURL: "https://rehearsal.invalid/v1")
    }

    private static func decode(_ provider: inout Provider, _ fields: inout Fields, isIncomplete: Bool) {
        fields.skip("like", .word, "another provider, from whose file everything is taken over that is not said here")
        let speakable = alternatives(ProviderAPI.all.map(\.rawValue))
        let api = fields.require("api", .choice(among: ProviderAPI.all), "what the server speaks: \(speakable)")
        provider.api = api ?? apparentAPI(fields)
        provider.dialect =
            fields.read("dialect", .dialect, "for `openai-compatible`: how the server differs", usual: "`generic`")
            ?? (provider.api == .openAICompatible ? .generic : .openAI)
        address(&provider, &fields)
        keys(&provider, &fields, isOptional: provider.api == .rehearsal || isIncomplete)
        limits(&provider, &fields)
        provider.cache = fields.read("cache", .cache, "what the prompt caches of its models do", usual: "not known")
        provider.location = fields.read("location", .word, "where data is processed, for `require`")
        provider.retention = fields.read("retention", .word, "how long data is kept, for `require`")
        provider.labels = fields.read("labels", .list(of: .word), "your own words, for `require`") ?? []
        provider.store =
            fields.read("store", .flag, "whether the provider is asked to store requests and answers", usual: "`false`") ?? false
        models(&provider, &fields)
        rehearsal(&provider, &fields)
    }

    /// What a file whose API is not known seems to be, so that the rest of it is not found wrong for that.
    private static func apparentAPI(_ fields: Fields) -> ProviderAPI {
        fields.has("script") ? .rehearsal : fields.has("dialect") ? .openAICompatible : .openAIResponses
    }

    private static func address(_ provider: inout Provider, _ fields: inout Fields) {
        // Whether plain HTTP is allowed must be known before the address is read.
        let allowed =
            fields.read("allow_plain_http", .flag, "allows `http://` beyond this machine", usual: "`false`") ?? false
        provider.allowsPlainHTTP = allowed
        let url = fields.require(
            "base_url", .baseURL(allowsPlainHTTP: allowed),
            "where the server is, with its path and without `?` and `#`, such as https://api.openai.com/v1",
            unless: provider.api == .rehearsal)
        provider.baseURL = url ?? provider.baseURL
        provider.certificateAuthorityFile = fields.read(
            "ca_file", .path, "a PEM file with the certificate authorities to trust instead", usual: "the system's")
    }

    private static func keys(_ provider: inout Provider, _ fields: inout Fields, isOptional: Bool) {
        let (one, several) = (fields.has("api_key"), fields.has("api_keys"))
        if one && several {
            fields.reading.report(
                ValueFault.conflictingKeys, "'api_key' and 'api_keys' are both here; keep one of them", at: fields.location)
        } else if !one && !several && !isOptional {
            fields.reading.report(
                ValueFault.missingKey,
                "'api_key' is missing in a provider file: write {env: NAME}, {file: PATH}, {command: [PROGRAM, …]} or none",
                at: fields.location)
        }
        let single = fields.read(
            "api_key", .key, "where the key is, or `none`; it is never written into the file",
            usual: "this or `api_keys` must be there, but for `rehearsal`")
        let pool = fields.read("api_keys", .keys, "several keys by name, in order of preference")
        provider.credentials = pool ?? single ?? []
        provider.auth = fields.read("auth", .auth, "how the key is sent", usual: "`bearer`") ?? .bearer
        provider.headers = fields.read("headers", .headers, "headers to send along; never one that holds a key") ?? []
        provider.account = fields.read("account", .word, "what the quota belongs to", usual: "each key is one")
    }

    private static func limits(_ provider: inout Provider, _ fields: inout Fields) {
        provider.clocks = fields.clocks()
        provider.rateLimits =
            fields.read(
                "rate_limits", .rateLimits, "what the account allows of each model", usual: "what responses tell") ?? RateLimits()
        provider.priceFactor = fields.read(
            "price_factor", .factor, "what the prices of its models are times, as for a host that costs more than the list", usual: "`100%`"
        )
        provider.fees =
            fields.read("fees", .fees, "what is billed beside tokens, for every model with a price", usual: "not known") ?? Fees()
        provider.budget = fields.read("budget", .budget, "what all attempts at its models may cost together")
        provider.concurrency = fields.read("concurrency", .count, "the most requests at a time", usual: "not limited")
    }

    private static func rehearsal(_ provider: inout Provider, _ fields: inout Fields) {
        let isRehearsal = provider.api == .rehearsal
        let speakable = Shape<ProviderAPI>.choice(among: [.openAIResponses, .openAIChat])
            .checked { _, node, reading in
                if !isRehearsal {
                    reading.report(
                        ProviderFault.rehearsalMismatch, "only a provider with 'api: rehearsal' can say what it speaks", at: node.location)
                }
                return true
            }
        provider.speaks =
            fields.read("speaks", speakable, "for `rehearsal`: whose bytes it answers with", usual: "`openai-responses`")
            ?? .openAIResponses
        provider.script = fields.read(
            "script", .script, "what a rehearsal answers: each request takes the next step", usual: "must be there for `rehearsal`")
    }

    private static func models(_ provider: inout Provider, _ fields: inout Fields) {
        let listed = Shape<[Model]>.models
            .checked { _, node, reading in
                if node.entries?.isEmpty == true {
                    reading.report(ValueFault.emptyCollection, "a provider without a model serves nothing; list one", at: node.location)
                }
                return true
            }
        // Where the models cannot be read, none is found missing: anything is taken for a model of the provider.
        guard let models = fields.require("models", listed, "the provider's models and their facts") else {
            provider.anyModel = Model(id: "*")
            return
        }
        provider.anyModel = models.first { $0.id == "*" }
        provider.models = models.filter { $0.id != "*" }
    }
}

extension Shape where Value == String {
    /// Where a server is.
    fileprivate static func baseURL(allowsPlainHTTP: Bool) -> Shape {
        Shape(.pattern("URL", "^[Hh][Tt][Tt][Pp][Ss]?://")) { node, reading in
            guard let text = word.read(node, reading) else { return nil }
            do throws(BaseURL.Problem) {
                try BaseURL.check(text, allowsPlainHTTP: allowsPlainHTTP)
                return text.last == "/" ? String(text.dropLast()) : text
            } catch {
                if error.mayHoldSecret { reading.hide(node) }
                reading.report(error.fault, DiagnosticMessage(error.reason), at: node.location)
                return nil
            }
        }
    }
}
