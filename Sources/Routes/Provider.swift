public import WaybillInterchange

/// One endpoint: its API, its credentials, its limits and its models.
///
/// As a file: `providers/NAME.yaml`.
public struct Provider: Sendable, Hashable {
    /// The name: the file's name without `.yaml`.
    public var name: String
    /// What it speaks.
    public var api: ProviderAPI
    /// Where it is, without a `/` at the end.
    public var baseURL: String
    /// For `rehearsal`: which API's bytes it answers with.
    public var speaks: ProviderAPI = .openAIResponses
    /// Its keys, in order of preference; none where it needs none.
    public var credentials: [Credential] = []
    /// What its quota belongs to; providers that name the same account share pauses and limits.
    ///
    /// `nil`: each key is an account of its own.
    public var account: String?
    /// How a key is sent.
    public var auth: AuthStyle = .bearer
    /// Headers to send along, in the order of the file.
    public var headers: [HeaderField] = []
    /// A PEM file with the certificate authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    /// Whether `http://` is allowed beyond loopback.
    public var allowsPlainHTTP = false
    /// The clocks of every request to it.
    public var clocks = Clocks()
    /// What it allows per minute.
    public var rateLimits = RateLimits()
    /// The most requests at a time.
    public var concurrency: Int?
    /// Where data is processed, such as `us` or `on-premises`.
    public var location: String?
    /// How long it keeps data, in the operator's words, such as `none` or `30d`.
    public var retention: String?
    /// The operator's own labels.
    public var labels: [String] = []
    /// What all attempts at its models may cost together; `nil`: anything.
    public var budget: Budget?
    /// What the prompt caches of its models do; `nil`: not known, so nothing is asked of them.
    public var cache: CacheRules?
    /// What its models' prices are times, such as 110 % for a host that costs a tenth more than the list; `nil`: they are as they are said.
    public var priceFactor: Share?
    /// What it bills beside tokens, for every model whose price does not say otherwise.
    public var fees = Fees()
    /// How it differs from Chat Completions as OpenAI speaks it; counts where ``api`` is ``ProviderAPI/openAICompatible``.
    public var dialect: Dialect
    /// Whether it may store requests and answers.
    public var store = false
    /// Its models, in the order of the file.
    public var models: [Model] = []
    /// The facts of any model that is not listed; `nil`: others are not allowed.
    public var anyModel: Model?
    /// For `rehearsal`: what it answers.
    public var script: RehearsalScript?
    /// Where it is defined; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates a provider, of the ``Dialect/generic`` dialect where its API is only compatible.
    public init(name: String, api: ProviderAPI, baseURL: String, models: [Model] = []) {
        self.name = name
        self.api = api
        self.baseURL = baseURL
        self.dialect = api == .openAICompatible ? .generic : .openAI
        self.models = models
    }

    /// The facts of a model, of the listed ones or by the `"*"` entry.
    public func model(_ id: String) -> Model? {
        guard var model = models.first(where: { $0.id == id }) ?? anyModel else { return nil }
        model.id = id
        return completed(model)
    }

    /// A model's facts with those that it leaves to its provider.
    package func completed(_ model: Model) -> Model {
        var model = model
        model.cache = model.cache ?? cache
        if let factor = priceFactor { model.price = model.price?.times(factor) }
        if let own = model.price?.fees { model.price?.fees = own.overriding(fees) }
        return model
    }
}

/// What a provider speaks.
public struct ProviderAPI: OpenVocabulary {
    /// The word as a provider file writes it.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// OpenAI's Responses API.
    public static let openAIResponses: ProviderAPI = "openai-responses"
    /// OpenAI's Chat Completions API.
    public static let openAIChat: ProviderAPI = "openai-chat"
    /// Chat Completions with the differences that ``Provider/dialect`` declares.
    public static let openAICompatible: ProviderAPI = "openai-compatible"
    /// Answers in process, from a script: for demos and tests.
    public static let rehearsal: ProviderAPI = "rehearsal"

    /// Every API that a provider file may name.
    public static let all: [ProviderAPI] = [.openAIResponses, .openAIChat, .openAICompatible, .rehearsal]
}

/// How a key is sent.
public enum AuthStyle: Sendable, Hashable {
    /// `Authorization: Bearer KEY`.
    case bearer
    /// In a header of this name.
    case header(String)
    /// Not at all.
    case none
}

extension Provider {
    /// What its health is kept by: its address, or for a rehearsal, which has none, its name.
    package var server: String { api == .rehearsal ? "rehearsal:\(name)" : baseURL }

    /// Where a server keeps what is not part of the API it imitates: its address without `/v1` at the end.
    package var serverRoot: String { baseURL.hasSuffix("/v1") ? String(baseURL.dropLast(3)) : baseURL }
}
